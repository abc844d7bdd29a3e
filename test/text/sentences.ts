import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');

export interface Sentence {
  /** As `sayIn` looks it up: `Create {0} snapshots?`. */
  key: string;
  values: number;
  at: string;
}

/** Every say`…` template of the server, wherever the tag comes from (`say`, `context.say`, `this.#say`, `runtime.say`). */
export function sentences(): Sentence[] {
  return ['src', 'tools', 'prompts'].flatMap(filesUnder).flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true);
    const found: Sentence[] = [];
    const visit = (node: ts.Node) => {
      if (ts.isTaggedTemplateExpression(node) && isSay(node.tag)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        found.push({ ...keyOf(node.template), at: `${relative(root, file)}:${line + 1}` });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('simulator') && !name.startsWith('demo'))
    .map((name) => join(root, folder, name));
}

function isSay(tag: ts.Expression): boolean {
  return (
    (ts.isIdentifier(tag) && tag.text === 'say') ||
    (ts.isPropertyAccessExpression(tag) && /^#?say$/.test(tag.name.text))
  );
}

function keyOf(template: ts.TemplateLiteral): { key: string; values: number } {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return { key: template.text, values: 0 };
  const parts = [template.head.text, ...template.templateSpans.map((span) => span.literal.text)];
  return { key: parts.reduce((key, part, i) => `${key}{${i - 1}}${part}`), values: parts.length - 1 };
}
