import type { Description } from './answer.ts';

export interface Field {
  name: string;
  before: string;
  after: string;
}

/** Every field that describe-source tells of the source and its disks, before the recovery and after it. */
export function sourceFields(before: Description, after: Description): Field[] {
  const was = flat(before);
  const is = flat(after);
  const names = [...new Set([...was.keys(), ...is.keys()])];
  return names.map((name) => ({ name, before: was.get(name) ?? '–', after: is.get(name) ?? '–' }));
}

export const isUntouched = (fields: readonly Field[]): boolean =>
  fields.length > 0 && fields.every((field) => field.before === field.after);

function flat({ source, disks }: Description): Map<string, string> {
  const fields = new Map(Object.entries(source).map(([name, value]) => [name, shown(value)]));
  for (const { diskId, ...disk } of disks) {
    fields.set(`disk ${diskId}`, Object.values(disk).map(shown).join(' '));
  }
  return fields;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
