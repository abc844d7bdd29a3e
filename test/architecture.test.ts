import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { prompts } from '../prompts/index.ts';
import { ACTIONS } from '../src/cloud/actions.ts';
import { tools } from '../tools/index.ts';

const root = join(import.meta.dirname, '..');

interface Import {
  /** The importing file, from the top of the repository. */
  file: string;
  /** A package (`zod`, `node:fs`) or a file, from the top of the repository. */
  of: string;
  dynamic: boolean;
  typeOnly: boolean;
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .sort();
}

const files = ['src', 'tools', 'prompts'].flatMap(filesUnder);

function sourceOf(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ESNext, true);
}

const sources = new Map(files.map((file) => [file, sourceOf(file)]));

function isOfTypes(clause: ts.ImportClause | undefined): boolean {
  const named = clause?.namedBindings;
  const each = named && ts.isNamedImports(named) && !clause.name ? named.elements : undefined;
  return clause?.isTypeOnly === true || each?.every((one) => one.isTypeOnly) === true;
}

function importsOf(file: string, source: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, dynamic: boolean, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const { text } = specifier;
    const of = text.startsWith('.') ? relative(root, join(root, dirname(file), text)).replaceAll('\\', '/') : text;
    found.push({ file, of, dynamic, typeOnly });
  };
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, false, isOfTypes(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, false, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, false, true);
    else if (ts.isCallExpression(node)) {
      const { expression } = node;
      const required = ts.isIdentifier(expression) && /^(require|load)$/.test(expression.text);
      if (expression.kind === ts.SyntaxKind.ImportKeyword || required) add(node.arguments[0], true, false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const imports = [...sources].flatMap(([file, source]) => importsOf(file, source));
const shown = (all: Import[]) => all.map((i) => `${i.file} imports ${i.of}`);

/** What imports a package although it is in none of these places. */
const outside = (of: RegExp, places: RegExp) => shown(imports.filter((i) => of.test(i.of) && !places.test(i.file)));

/** Lines of these files that hold what must not be there. */
function linesWith(wrong: RegExp, within: (file: string) => boolean): string[] {
  return [...sources]
    .filter(([file]) => within(file))
    .flatMap(([file, { text }]) =>
      text.split('\n').flatMap((line, i) => (wrong.test(line) ? [`${file}:${i + 1} ${line.trim()}`] : [])),
    );
}

describe('the house', () => {
  it('is read by this test', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(400);
    expect(shown(imports)).toContain('src/server.ts imports @modelcontextprotocol/sdk/server/index.js');
    expect(imports.filter((i) => i.dynamic).map((i) => i.of)).toContain('src/cloud/open.ts');
  });

  it('knows the MCP server classes in src/server.ts and src/serve.ts, and the client in the demo, alone', () => {
    expect(outside(/^@modelcontextprotocol\/sdk/, /^src\/(server|serve)\.ts$|^src\/demo\//)).toEqual([]);
    expect(outside(/^@modelcontextprotocol\/sdk\/server/, /^src\/(server|serve)\.ts$/)).toEqual([]);
    expect(outside(/^@modelcontextprotocol\/sdk\/client/, /^src\/demo\//)).toEqual([]);
  });

  it('knows the official cloud clients in src/cloud alone (the embedded cloud only their request models)', () => {
    expect(outside(/^@(alicloud|darabonba)\//, /^src\/(cloud|simulator)\//)).toEqual([]);
    const simulator = imports.filter((i) => i.file.startsWith('src/simulator/') && i.of.startsWith('@alicloud/'));
    expect(shown(simulator.filter((i) => !/\/(ecs|vpc|sts)\d+(\/|$)/.test(i.of)))).toEqual([]);
  });

  it('keeps the embedded cloud apart: it shares no code with the server', () => {
    const out = imports.filter((i) => i.file.startsWith('src/simulator/') && /^(src|tools|prompts)\//.test(i.of));
    expect(shown(out.filter((i) => !i.of.startsWith('src/simulator/')))).toEqual([]);
    const into = imports.filter((i) => i.of.startsWith('src/simulator/') && !i.file.startsWith('src/simulator/'));
    expect(shown(into.filter((i) => !/^src\/(serve|main)\.ts$|^src\/demo\//.test(i.file)))).toEqual([]);
    expect(shown(into.filter((i) => !i.dynamic && !i.typeOnly))).toEqual([]);
  });

  it('loads the cloud, the embedded cloud, the demo, Chinese and the argument parser only when they are needed', () => {
    const eager = new Set<string>();
    const walk = (file: string) => {
      if (eager.has(file)) return;
      eager.add(file);
      for (const i of imports) if (i.file === file && !i.dynamic && !i.typeOnly) walk(i.of);
    };
    walk('src/main.ts');
    expect(eager).toContain('src/server.ts');
    const late =
      /^@alicloud|^@darabonba|^src\/(cloud\/(open|client)\.ts|simulator\/|demo\/|text\/(chinese|told|zh))|^(commander|yaml|ora)$/;
    expect([...eager].filter((file) => late.test(file))).toEqual([]);
  });

  it('keeps the recovery rules free of I/O: they import nothing that reads, writes or waits', () => {
    const rules = imports.filter((i) => i.file.startsWith('src/recovery/'));
    const pure = /^src\/recovery\/|^src\/(errors|text\/.+)\.ts$|^node:(crypto|util)$|^cidr-tools$/;
    expect(shown(rules.filter((i) => !pure.test(i.of)))).toEqual([]);
    const impure = /\b(process\.|fetch\(|setTimeout\(|Date\.now\(|Math\.random\()/;
    expect(linesWith(impure, (file) => file.startsWith('src/recovery/'))).toEqual([]);
  });

  it('keeps texts and decisions free of the cloud and of the protocol', () => {
    const inner = imports.filter((i) => /^src\/(text|decisions)\//.test(i.file));
    const known = /^src\/(text|decisions)\/|^src\/recovery\/estate\.ts$|^node:crypto$/;
    expect(shown(inner.filter((i) => !known.test(i.of)))).toEqual([]);
  });

  it('goes one way: inner layers never import outer ones', () => {
    const outer = /^src\/(server|serve|main|runner)\.ts$|^src\/demo\//;
    const inner = /^src\/(recovery|cloud|decisions|text|flow)\/|^tools\//;
    expect(shown(imports.filter((i) => inner.test(i.file) && outer.test(i.of)))).toEqual([]);
    expect(outside(/^tools\//, /^src\/server\.ts$|^tools\/index\.ts$/)).toEqual([]);
    expect(shown(imports.filter((i) => i.file.startsWith('src/cloud/') && /^(src\/flow|tools)\//.test(i.of)))).toEqual(
      [],
    );
  });

  it('goes in no circle', () => {
    const needs = new Map<string, string[]>(files.map((file) => [file, []]));
    for (const { file, of, typeOnly, dynamic } of imports) if (!typeOnly && !dynamic) needs.get(file)?.push(of);
    // What needs nothing that is left goes; what stays needs itself.
    for (let before = -1; before !== needs.size; ) {
      before = needs.size;
      for (const [file, of] of needs) if (!of.some((other) => needs.has(other))) needs.delete(file);
    }
    expect([...needs.keys()]).toEqual([]);
  });

  it('imports Node’s own modules by their full name', () => {
    expect(shown(imports.filter((i) => builtinModules.includes(i.of)))).toEqual([]);
  });

  it('takes zod as a namespace, so that its locales stay out of the bundle', () => {
    expect(linesWith(/import \{[^}]*\bz\b[^}]*\} from 'zod'/, () => true)).toEqual([]);
  });
});

describe('stdout', () => {
  it('is written to by the command line, the demo and the embedded cloud’s own command alone', () => {
    const may = /^src\/main\.ts$|^src\/demo\/|^src\/simulator\/cli\.ts$/;
    const other = (file: string) => !may.test(file);
    expect(linesWith(/stdout\s*\.\s*(write|end|cork)\b|createWriteStream/, other)).toEqual([]);
    expect(linesWith(/\bconsole\s*\.\s*\w+\s*\(/, other)).toEqual([]);
    expect(linesWith(/\b(write|append)\w*\s*\(\s*1\b|dest(ination)?\W{1,4}1\b/, other)).toEqual([]);
  });
});

describe('a change', () => {
  it('is sent by the flow and the tools through the one verb that needs a consent', () => {
    const senders = [...sources].filter(([, s]) => /\bcloud\.change\(/.test(s.text)).map(([file]) => file);
    expect(senders.length).toBeGreaterThan(0);
    for (const file of senders) expect(file).toMatch(/^(src\/flow|tools)\//);
  });

  it('is approved in one place: nothing but the desk makes a consent', () => {
    const makers = [...sources].filter(([, s]) => /\bnew Consent\(/.test(s.text)).map(([file]) => file);
    expect(makers).toEqual(['src/decisions/desk.ts']);
  });

  it('never goes past the actions there are: none deletes, stops, detaches or modifies', () => {
    const changing = Object.keys(ACTIONS).filter((name) => !/^(Describe|List|Get)[A-Z]/.test(name));
    expect(changing.sort()).toEqual([
      'AttachDisk',
      'CreateDisk',
      'CreateImage',
      'CreateSnapshot',
      'CreateSnapshotGroup',
      'CreateVSwitch',
      'RunInstances',
    ]);
  });
});

describe('tools and prompts', () => {
  it('are one file each, named like what they declare, and all of them are offered', () => {
    const named = (folder: string, other: string[]) =>
      filesUnder(folder)
        .map((file) => file.replace(/^.*\/|\.ts$/g, ''))
        .filter((name) => !other.includes(name))
        .sort();
    expect(tools.map((t) => t.name).sort()).toEqual(named('tools', ['index']));
    expect(prompts.map((p) => p.name).sort()).toEqual(named('prompts', ['index', 'shared']));
    for (const tool of tools) {
      expect(sources.get(`tools/${tool.name}.ts`)?.text).toContain(`name: '${tool.name}'`);
    }
  });

  it('are complete', () => {
    for (const tool of tools) {
      expect(['read', 'create']).toContain(tool.effect);
      if (tool.effect === 'create') expect(tool.asks, tool.name).toBe(true);
      expect(tool.title && tool.description, tool.name).toBeTruthy();
    }
  });

  it('leave errors to the one boundary: no handler swallows what it does not know', () => {
    expect(linesWith(/catch\s*\{|\.catch\(\(\) =>/, (file) => file.startsWith('tools/'))).toEqual([]);
  });

  it('print no system command', () => {
    const command = /\b(lsblk|fdisk|parted|mkfs|blkid|growpart|umount)\b|\bmount [-/]/;
    expect(linesWith(command, (file) => /^(tools|prompts|src\/(flow|text|recovery))\//.test(file))).toEqual([]);
  });
});
