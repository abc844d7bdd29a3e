// Checks that everything that names a version names the same one, and that a publish can succeed; publishes.
//   node scripts/release.mjs --check            the versions; says what a publish still lacks (CI, on every push)
//   node scripts/release.mjs --check-publish    fails on what a publish lacks, too
//   node scripts/release.mjs --publish          the same, and publishes: in .github/workflows/release.yml alone
import { readFile } from 'node:fs/promises';
import { npm } from './npm.mjs';

const read = async (file) => JSON.parse(await readFile(new URL(`../${file}`, import.meta.url), 'utf8'));
const [manifest, lock, extension, registry] = await Promise.all(
  ['package.json', 'package-lock.json', 'manifest.json', 'server.json'].map(read),
);
const changelog = await readFile(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
const latest = /^## \[(\d+\.\d+\.\d+[^\]]*)\]/m.exec(changelog)?.[1];
const { version } = manifest;
const publishing = process.argv.includes('--publish');

const disagreements = versionProblems();
if (disagreements.length > 0) leave(disagreements);
process.stdout.write(`${manifest.name} ${version}: all versions agree\n`);

const lacking = publishProblems();
if (lacking.length > 0) {
  const lines = ['Not ready to be published (see "Releasing" in CONTRIBUTING.md):', ...lacking.map((l) => `- ${l}`)];
  if (publishing || process.argv.includes('--check-publish')) leave(lines);
  process.stdout.write(`${lines.join('\n')}\n`);
}

if (publishing) {
  if (!process.env.ACTIONS_ID_TOKEN_REQUEST_URL)
    leave([
      'Provenance is signed in GitHub Actions: push a tag v* there, and .github/workflows/release.yml publishes.',
    ]);
  npm(['publish', '--provenance', '--access', 'public'], { stdio: 'inherit' });
}

function versionProblems() {
  const problems = [
    ['package-lock.json', lock.version],
    ['package-lock.json (root package)', lock.packages['']?.version],
    ['manifest.json', extension.version],
    ['server.json', registry.version],
    ['CHANGELOG.md (latest section)', latest],
    ...registry.packages.map((p) => [`server.json (package ${p.identifier})`, p.version]),
  ].flatMap(([where, found]) => (found === version ? [] : [`${where} says ${found}, package.json ${version}`]));
  if (registry.name !== manifest.mcpName)
    problems.push(`server.json is named ${registry.name}, mcpName in package.json is ${manifest.mcpName}`);
  if (extension.name !== manifest.name) problems.push(`manifest.json is named ${extension.name}, not ${manifest.name}`);
  if (Object.keys(manifest.dependencies ?? {}).length > 0) problems.push('package.json has run-time dependencies');
  return problems;
}

/** npm signs for the repository that package.json names; the MCP registry gives a name to that repository's owner. */
function publishProblems() {
  const { repository, homepage, bugs, mcpName } = manifest;
  const url = typeof repository === 'string' ? repository : repository?.url;
  const owner = /github\.com[/:]([^/]+)\/[^/]+$/.exec(url ?? '')?.[1];
  const problems = [];
  if (!owner) problems.push('package.json: "repository" is not the GitHub repository this is published from');
  for (const [name, value] of Object.entries({ homepage, bugs: bugs?.url ?? bugs }))
    if (!/^https:\/\//.test(value ?? '')) problems.push(`package.json: "${name}" is not an https:// address`);
  if (mcpName?.split('/')[0] !== `io.github.${owner}`)
    problems.push(
      `package.json and server.json: "${mcpName}" is a placeholder; the registry wants io.github.${owner ?? '<owner of the repository>'}/${manifest.name}`,
    );
  const tag = process.env.GITHUB_REF_TYPE === 'tag' ? process.env.GITHUB_REF_NAME : undefined;
  if (tag !== undefined && tag !== `v${version}`) problems.push(`the tag is ${tag}, the version ${version}`);
  return problems;
}

function leave(lines) {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
}
