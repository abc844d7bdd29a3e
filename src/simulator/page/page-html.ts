/** The state page: one self-contained document; nothing is fetched but `/state.json` of this process. */
export function pageHtml(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Embedded cloud</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --ok: #18864b; --bad: #c0392b; --busy: #b7791f; }
body { font: 14px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 1200px; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; align-items: baseline; border-bottom: 1px solid var(--line); padding-bottom: .6rem; }
h1 { font-size: 1.2rem; margin: 0; } h2 { font-size: 1rem; margin: 1.4rem 0 .4rem; } h3 { font-size: .9rem; margin: .8rem 0 .2rem; }
.muted { opacity: .7; } .scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--soft); vertical-align: top; }
th { font-weight: 600; opacity: .7; } td.id, td.params { font-family: ui-monospace, monospace; font-size: 12px; } td.params { word-break: break-word; opacity: .8; }
.ok { color: var(--ok); } .bad { color: var(--bad); } .busy { color: var(--busy); }
progress { width: 7rem; }
</style>
</head>
<body>
<header>
<h1>Embedded cloud</h1>
<span>scenario <b id="scenario"></b></span><span>virtual time <b id="now"></b></span><span id="counts" class="muted"></span><span id="link" class="bad" role="status"></span>
</header>
<main>
<section id="recoveries-section"><h2>Recoveries</h2><div id="recoveries"></div></section>
<section><h2>Instances</h2><div class="scroll" id="instances"></div></section>
<section><h2>Snapshots, groups and images</h2><div class="scroll" id="points"></div></section>
<section><h2>vSwitches</h2><div class="scroll" id="vSwitches"></div></section>
<section id="unknown-section" hidden><h2>Unknown parameters that were ignored</h2><ul id="unknown"></ul></section>
<section><h2>Requests</h2><div class="scroll"><table><thead><tr><th>#</th><th>time</th><th>action</th><th>region</th><th>outcome</th><th>parameters</th></tr></thead><tbody id="requests"></tbody></table></div></section>
</main>
<script nonce="${nonce}">
const byId = (id) => document.getElementById(id);
// Everything goes in as text: nothing that a client or a scenario wrote becomes markup.
const cell = (text, className) => { const td = document.createElement('td'); td.textContent = text; if (className) td.className = className; return td; };
const BUSY = /Pending|Starting|Stopping|Creating|Attaching|Detaching|progressing|Waiting/;
const BAD = /failed|CreateFailed|UnAvailable/;
const tone = (status) => BAD.test(status) ? 'bad' : BUSY.test(status) ? 'busy' : status === 'Stopped' ? 'muted' : 'ok';
const HEAD = ['kind', 'id', 'name', 'zone', 'status', 'detail'];
function table(rows) {
  const element = document.createElement('table');
  const head = element.createTHead().insertRow();
  for (const name of HEAD) { const th = document.createElement('th'); th.textContent = name; head.append(th); }
  const body = element.createTBody();
  for (const row of rows) {
    const tr = body.insertRow();
    tr.append(cell(row.kind), cell(row.id, 'id'), cell(row.name), cell(row.zone));
    const status = cell(row.status + ' ', tone(row.status));
    if (row.percent >= 0 && row.percent < 100) { const bar = document.createElement('progress'); bar.max = 100; bar.value = row.percent; status.append(bar, ' ' + row.percent + '%'); }
    tr.append(status, cell(row.detail));
  }
  return element;
}
let after = 0;
function show(state) {
  byId('scenario').textContent = state.scenario;
  byId('now').textContent = state.now;
  byId('counts').textContent = Object.entries(state.counts).map(([name, count]) => count + ' ' + name).join(' · ');
  byId('recoveries').replaceChildren(...(state.recoveries.length ? state.recoveries.flatMap((recovery) => {
    const title = document.createElement('h3'); title.textContent = recovery.id;
    return [title, table(recovery.resources)];
  }) : ['None yet: resources tagged ecs-dr:recovery appear here.']));
  for (const name of ['instances', 'points', 'vSwitches']) byId(name).replaceChildren(table(state[name]));
  byId('unknown-section').hidden = state.unknownParameters.length === 0;
  byId('unknown').replaceChildren(...state.unknownParameters.map((text) => { const li = document.createElement('li'); li.textContent = text; return li; }));
  const body = byId('requests');
  for (const request of state.requests) {
    after = Math.max(after, request.n);
    const tr = body.insertRow(0);
    const outcome = cell(request.outcome, request.failed ? 'bad' : request.tookEffect ? 'ok' : '');
    tr.append(cell(request.n), cell(request.at), cell(request.action), cell(request.region), outcome, cell(request.params, 'params'));
  }
  while (body.rows.length > 200) body.deleteRow(-1);
}
async function poll() {
  try {
    const response = await fetch('/state.json?after=' + after);
    show(await response.json());
    byId('link').textContent = '';
  } catch { byId('link').textContent = 'not reachable'; }
  setTimeout(poll, 1000);
}
poll();
</script>
</body>
</html>
`;
}
