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
  const body =
    texts.length > 0 ? texts.map((t) => t.trim()).join('\n\n') : await standard(licence, author || manifest.name);
  return { name: manifest.name, title, text: `${'='.repeat(78)}\n${title}, ${licence}\n${'='.repeat(78)}\n\n${body}` };
}

const STANDARD = {
  MIT: `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
  ISC: `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.`,
};

/** The licence's own words, for a package that names it and ships no text. */
async function standard(licence, holder) {
  const text = /^apache/i.test(licence)
    ? (await readFile(new URL('../LICENSE', import.meta.url), 'utf8')).replace(/\s+APPENDIX: [\s\S]*$/, '').trimStart()
    : STANDARD[licence];
  if (!text) throw new Error(`${holder} ships no licence text, and scripts/notices.mjs has none of ${licence}`);
  return `Copyright (c) ${holder}\n\n${text}`;
}
