import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');

export interface Sentence {
  /** As it is looked up: `Create {0} snapshots?`. */
  key: string;
  at: string;
}

/** Every say`…` template of the server, wherever the tag comes from (`say`, `context.say`, `this.#say`, `runtime.say`). */
export function sentences(): Sentence[] {
  return everyNode((node) =>
    ts.isTaggedTemplateExpression(node) && isSay(node.tag) ? keyOf(node.template) : undefined,
  );
}

/** Every other text and template in the source, but for what is no text by its place: imports, types, schemas' and tools' words for models, logs. */
export function literals(): Sentence[] {
  return everyNode((node) => {
    if (!ts.isStringLiteral(node) && !ts.isTemplateLiteral(node)) return undefined;
    return isElsewhere(node) ? undefined : keyOf(node);
  });
}

/** Whether a person would read it as a sentence or a part of one: several words, and letters in them. */
export const isSaid = (key: string): boolean =>
  / /.test(key.replace(/\{\d+\}/g, 'X')) && /[A-Za-z]{2}/.test(key.replace(/\{\d+\}/g, ''));

function everyNode(find: (node: ts.Node) => string | undefined): Sentence[] {
  return ['src', 'tools', 'prompts'].flatMap(filesUnder).flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true);
    const found: Sentence[] = [];
    const visit = (node: ts.Node) => {
      const key = find(node);
      if (key !== undefined) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        found.push({ key, at: `${relative(root, file)}:${line + 1}` });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/^(simulator|demo|text)\b/.test(name))
    .map((name) => join(root, folder, name));
}

function isSay(tag: ts.Expression): boolean {
  return (
    (ts.isIdentifier(tag) && tag.text === 'say') ||
    (ts.isPropertyAccessExpression(tag) && /^#?say$/.test(tag.name.text))
  );
}

function isElsewhere(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isTaggedTemplateExpression(parent)) return true;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isLiteralTypeNode(parent)) return true;
  if (ts.isPropertyAssignment(parent) && ['title', 'description'].includes(parent.name.getText())) return true;
  if (ts.isNewExpression(parent) && /^(Error|McpError)$/.test(parent.expression.getText())) return true;
  // The words of fields: `field.zoneId('Target zone')`, and what they are by default.
  if (ts.isParameter(parent)) return true;
  if (!ts.isCallExpression(parent)) return false;
  return /(\.describe|^super|\blog\.\w+|^field\.\w+)$/.test(parent.expression.getText());
}

function keyOf(template: ts.StringLiteral | ts.TemplateLiteral): string {
  if (!ts.isTemplateExpression(template)) return template.text;
  const parts = [template.head.text, ...template.templateSpans.map((span) => span.literal.text)];
  return parts.reduce((key, part, i) => `${key}{${i - 1}}${part}`);
}
