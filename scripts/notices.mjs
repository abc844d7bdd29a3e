// The licences of everything that is bundled, from what the bundler says it took.
import { readdir, readFile } from 'node:fs/promises';

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/[^/]+|[^/]+))\//;

/** Licence, and the text that has to go along, of every package with a line in the bundle. */
export async function notices(metafile) {
  const folders = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = bytesInOutput > 0 ? PACKAGE.exec(file)?.[1] : undefined;
      if (folder) folders.add(folder);
    }
  }
  const parts = await Promise.all([...folders].map(notice));
  parts.sort((a, b) => (a.name < b.name ? -1 : 1));
  const unique = parts.filter((p, i) => parts.findIndex((o) => o.title === p.title) === i);
  return `This package contains the following software.\n\n${unique.map((p) => p.text).join('\n\n')}\n`;
}

async function notice(folder) {
  const manifest = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
  const files = (await readdir(folder)).filter((f) => /^(licen[cs]e|notice|copying)/i.test(f)).sort();
  const texts = await Promise.all(files.map((f) => readFile(`${folder}/${f}`, 'utf8')));
  const title = `${manifest.name} ${manifest.version}`;
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
  const licence = typeof manifest.license === 'string' ? manifest.license : 'see its repository';
  const body = texts.length > 0 ? texts.map((t) => t.trim()).join('\n\n') : `Copyright ${author ?? manifest.name}`;
  return { name: manifest.name, title, text: `${'='.repeat(78)}\n${title}, ${licence}\n${'='.repeat(78)}\n\n${body}` };
}
