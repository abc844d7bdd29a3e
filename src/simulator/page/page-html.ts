/** The state page: one self-contained document; nothing is fetched but `/state.json` of this process. */
export function pageHtml(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Embedded cloud</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; --back: #f4f6f9; --card: #fff; --ink: #1c2430; --soft: #667085; --line: #e3e7ee; --accent: #ff6a00; --ok: #0d7a46; --ok-back: #e0f5ea; --busy: #96590a; --busy-back: #fff1d6; --bad: #b42318; --bad-back: #fee4e2; --idle: #475467; --idle-back: #eceff3; }
@media (prefers-color-scheme: dark) { :root { --back: #11151c; --card: #1a202a; --ink: #e6eaf0; --soft: #93a0b4; --line: #2b3442; --ok: #6fd6a1; --ok-back: #12382a; --busy: #f2c069; --busy-back: #3d2e10; --bad: #ff9d94; --bad-back: #471c19; --idle: #aab4c3; --idle-back: #2a3341; } }
* { box-sizing: border-box; }
body { font: 14px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans CJK SC", sans-serif; margin: 0; background: var(--back); color: var(--ink); }
header { position: sticky; top: 0; z-index: 1; background: var(--card); border-bottom: 1px solid var(--line); border-top: 3px solid var(--accent); padding: .7rem 1.25rem; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; }
h1 { font-size: 1.1rem; margin: 0; letter-spacing: -.01em; }
h2 { font-size: .95rem; margin: 0 0 .6rem; display: flex; gap: .5rem; align-items: baseline; }
h2 small, .muted { font-weight: 400; color: var(--soft); }
header b, #now { font-variant-numeric: tabular-nums; }
#link { margin-left: auto; display: flex; align-items: center; gap: .4rem; color: var(--soft); }
#link::before { content: ''; width: .55rem; height: .55rem; border-radius: 50%; background: var(--ok); }
#link.bad { color: var(--bad); } #link.bad::before { background: var(--bad); }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; padding: 1rem 1.25rem 2rem; max-width: 1900px; margin: 0 auto; }
@media (min-width: 1100px) { main { grid-template-columns: minmax(0, 1fr) minmax(360px, 28rem); } #feed { position: sticky; top: 4rem; align-self: start; max-height: calc(100vh - 5rem); overflow-y: auto; } }
@media (max-width: 600px) { header { position: static; } main { padding: .75rem; } }
.stack { display: grid; gap: 1rem; min-width: 0; align-content: start; grid-template-columns: minmax(0, 1fr); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1rem; min-width: 0; }
.recovery { border-left: 4px solid var(--accent); }
#counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(5.4rem, 1fr)); gap: .6rem; }
.count { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .45rem .7rem; }
.count b { display: block; font-size: 1.25rem; line-height: 1.3; font-variant-numeric: tabular-nums; } .count span { color: var(--soft); font-size: 12px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .38rem .8rem .38rem 0; border-top: 1px solid var(--line); vertical-align: top; }
thead th { border-top: 0; padding-top: 0; font-weight: 500; font-size: 12px; color: var(--soft); }
tbody th { font-weight: 400; color: var(--soft); }
.id, .zone, time { font: 12px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: nowrap; }
.name { min-width: 12rem; } .title { font-weight: 600; overflow-wrap: anywhere; } .name .id { color: var(--soft); }
.detail { color: var(--soft); font-size: 12.5px; min-width: 14rem; }
.pill { display: inline-block; border-radius: 99px; padding: 0 .55rem; font-size: 12px; line-height: 1.6; white-space: nowrap; }
.ok { color: var(--ok); background: var(--ok-back); } .busy { color: var(--busy); background: var(--busy-back); } .bad.pill { color: var(--bad); background: var(--bad-back); } .idle { color: var(--idle); background: var(--idle-back); }
.status { white-space: nowrap; }
progress { appearance: none; display: block; width: 6.5rem; height: 5px; margin: .35rem 0 .1rem; border: 0; border-radius: 3px; overflow: hidden; background: var(--idle-back); }
progress::-webkit-progress-bar { background: var(--idle-back); } progress::-webkit-progress-value { background: var(--accent); transition: width .8s; } progress::-moz-progress-bar { background: var(--accent); }
#requests { list-style: none; margin: 0; padding: 0; }
#requests li { border-top: 1px solid var(--line); padding: .4rem 0 .4rem .6rem; border-left: 3px solid transparent; }
#requests li.change { border-left-color: var(--accent); }
#requests li.fresh { animation: fresh 2.5s ease-out; }
@keyframes fresh { from { background: var(--busy-back); } }
@media (prefers-reduced-motion: reduce) { #requests li.fresh { animation: none; } progress::-webkit-progress-value { transition: none; } }
.line { display: flex; gap: .5rem; align-items: baseline; flex-wrap: wrap; } .line b { font-weight: 600; overflow-wrap: anywhere; } .line time { margin-left: auto; color: var(--soft); }
.params { color: var(--soft); font: 11.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.params:hover { -webkit-line-clamp: unset; }
</style>
</head>
<body>
<header>
<h1>Embedded cloud</h1>
<span><span class="muted">scenario</span> <b id="scenario"></b></span>
<span><span class="muted">its time</span> <b id="now"></b></span>
<span id="link" role="status">live</span>
</header>
<main>
<div class="stack">
<div id="counts"></div>
<div id="recoveries" class="stack"></div>
<section class="card"><h2>Instances <small id="instances-note"></small></h2><div class="scroll" id="instances"></div></section>
<section class="card"><h2>Snapshots, groups and images <small id="points-note"></small></h2><div class="scroll" id="points"></div></section>
<section class="card"><h2>vSwitches <small id="vSwitches-note"></small></h2><div class="scroll" id="vSwitches"></div></section>
</div>
<div class="stack" id="feed">
<section class="card" id="unknown-section" hidden><h2>Unknown parameters <small>refused, or ignored with --lenient</small></h2><ul id="unknown"></ul></section>
<section class="card"><h2>Requests <small>newest first; a coloured edge: it changed something</small></h2><ul id="requests"></ul></section>
</div>
</main>
<script nonce="${nonce}">
const byId = (id) => document.getElementById(id);
// Everything goes in as text: nothing that a client or a scenario wrote becomes markup.
const make = (tag, className, ...inside) => { const element = document.createElement(tag); if (className) element.className = className; element.append(...inside); return element; };
const BUSY = /Pending|Starting|Stopping|Creating|Attaching|Detaching|progressing|Waiting/;
const BAD = /failed|CreateFailed|UnAvailable/;
const tone = (status) => BAD.test(status) ? 'bad' : BUSY.test(status) ? 'busy' : status === 'Stopped' ? 'idle' : 'ok';
const COLUMNS = ['kind', 'name', 'zone', 'status', 'detail'];
function table(rows) {
  if (rows.length === 0) return make('p', 'muted', 'none');
  const shown = COLUMNS.filter((column) => column === 'status' || column === 'name' || rows.some((row) => row[column] !== '' && (column !== 'kind' || row.kind !== rows[0].kind)));
  const body = make('tbody', '', ...rows.map((row) => make('tr', '', ...shown.map((column) => {
    if (column === 'name') return make('td', 'name', make('div', 'title', row.name), make('div', 'id', row.id));
    if (column !== 'status') return make('td', column, row[column]);
    const cell = make('td', 'status', make('span', 'pill ' + tone(row.status), row.status));
    if (row.percent >= 0 && row.percent < 100 && BUSY.test(row.status)) { const bar = make('progress'); bar.max = 100; bar.value = row.percent; cell.append(bar, make('span', 'muted', row.percent + ' %')); }
    return cell;
  }))));
  return make('table', '', make('thead', '', make('tr', '', ...shown.map((column) => make('th', '', column)))), body);
}
// What did not change is left alone, so that text can be selected and tables scrolled while time goes by.
const drawn = new Map();
function draw(name, value, render) {
  const key = JSON.stringify(value);
  if (drawn.get(name) === key) return;
  drawn.set(name, key);
  byId(name).replaceChildren(...render(value));
}
let after = 0;
let started = false;
function show(state) {
  byId('scenario').textContent = state.scenario;
  byId('now').textContent = state.now.replace('T', ' ').replace('Z', ' UTC');
  draw('counts', state.counts, (counts) => Object.entries(counts).map(([name, count]) => make('div', 'count', make('b', '', String(count)), make('span', '', name))));
  draw('recoveries', state.recoveries, (recoveries) => recoveries.length === 0
    ? [make('section', 'card muted', 'Recoveries: None yet. Resources with the tag ecs-dr:recovery appear here.')]
    : recoveries.map((recovery) => make('section', 'card recovery', make('h2', '', 'Recovery ', make('span', 'id', recovery.id), make('small', '', recovery.resources.length + ' resources')), make('div', 'scroll', table(recovery.resources)))));
  for (const name of ['instances', 'points', 'vSwitches']) {
    byId(name + '-note').textContent = String(state[name].length);
    draw(name, state[name], (rows) => [table(rows)]);
  }
  byId('unknown-section').hidden = state.unknownParameters.length === 0;
  draw('unknown', state.unknownParameters, (names) => names.map((text) => make('li', '', text)));
  const list = byId('requests');
  for (const request of state.requests) {
    after = Math.max(after, request.n);
    const className = (request.tookEffect ? 'change' : '') + (started ? ' fresh' : '');
    list.prepend(make('li', className,
      make('div', 'line', make('b', '', request.action), make('span', 'pill ' + (request.failed ? 'bad' : request.tookEffect ? 'ok' : 'idle'), request.outcome), make('time', '', request.at.slice(11, 19))),
      make('div', 'params', (request.region ? request.region + '  ' : '') + request.params)));
  }
  started = true;
  while (list.children.length > 200) list.lastElementChild.remove();
}
async function poll() {
  try {
    const response = await fetch('/state.json?after=' + after);
    show(await response.json());
    byId('link').textContent = 'live';
    byId('link').className = '';
  } catch { byId('link').textContent = 'not reachable'; byId('link').className = 'bad'; }
  setTimeout(poll, 1000);
}
poll();
</script>
</body>
</html>
`;
}
