// npm's own entry point, run by this Node without a shell: a shell (which npm.cmd needs on Windows) takes spaces and
// quotes out of arguments.
//   node scripts/npm.mjs <arguments of npm>
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where npm is: as npm itself tells the scripts it runs, else next to node, else behind the `npm` of the path. */
export function npmCli() {
  const node = dirname(process.execPath);
  const onThePath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => [join(folder, 'npm'), join(folder, 'node_modules/npm/bin/npm-cli.js')]);
  const candidates = [
    process.env.npm_execpath ?? '',
    join(node, 'node_modules/npm/bin/npm-cli.js'),
    join(node, '../lib/node_modules/npm/bin/npm-cli.js'),
    ...onThePath,
  ];
  for (const candidate of candidates) {
    const file = existsSync(candidate) ? realpathSync(candidate) : '';
    if (/[\\/]npm-cli\.js$/.test(file)) return file;
  }
  throw new Error('npm was not found: neither next to node nor on the path');
}

/** Runs npm and returns what it prints; throws when it fails. */
export function npm(args, options = {}) {
  return execFileSync(process.execPath, [npmCli(), ...args], options);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    npm(process.argv.slice(2), { stdio: 'inherit' });
  } catch (error) {
    process.exitCode = error.status ?? 1;
  }
}
