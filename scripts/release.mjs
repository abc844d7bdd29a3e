// Checks that everything that names a version names the same one; with --publish also builds, tests and publishes.
//   node scripts/release.mjs --check      versions only
//   node scripts/release.mjs --publish    in CI, where npm can sign the provenance
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';

const read = async (file) => JSON.parse(await readFile(new URL(`../${file}`, import.meta.url), 'utf8'));
const [manifest, lock, extension, registry] = await Promise.all(
  ['package.json', 'package-lock.json', 'manifest.json', 'server.json'].map(read),
);
const changelog = await readFile(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
const latest = /^## \[(\d+\.\d+\.\d+[^\]]*)\]/m.exec(changelog)?.[1];

const { version } = manifest;
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

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(1);
}
process.stdout.write(`${manifest.name} ${version}: all versions agree\n`);

if (process.argv.includes('--publish')) {
  const npm = (...args) => execFileSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  npm('run', 'check');
  npm('test');
  npm('run', 'mcpb');
  npm('publish', '--provenance', '--access', 'public');
}
