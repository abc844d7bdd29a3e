import type { ActionSpec } from './actions/context.ts';
import { ACTIONS } from './actions/registry.ts';
import type { Product } from './wire/request.ts';
import { requestModel } from './wire/request-models.ts';
import { wireNames } from './wire/validate.ts';

/** The table of `docs/embedded-cloud.md`: what each action takes, what has an effect, and what is known to be missing. */

const OWNERS = /^(OwnerAccount|OwnerId|ResourceOwnerAccount|ResourceOwnerId)$/;

export interface Coverage {
  product: Product;
  action: string;
  mutating: boolean;
  implemented: string[];
  ignored: string[];
  gaps: string[];
}

export function coverage(): Coverage[] {
  return (['ecs', 'vpc', 'sts'] as const).flatMap((product) =>
    Object.entries(ACTIONS[product])
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([action, spec]) => coverageOf(product, action, spec)),
  );
}

function coverageOf(product: Product, action: string, spec: ActionSpec): Coverage {
  const model = requestModel(product, action);
  const names = model ? wireNames(model).filter((name) => !OWNERS.test(name)) : [];
  const patterns = (spec.ignores ?? []).map(
    (pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`),
  );
  const isIgnored = (name: string): boolean => patterns.some((pattern) => pattern.test(name));
  return {
    product,
    action,
    mutating: spec.mutating ?? false,
    implemented: names.filter((name) => !isIgnored(name)),
    ignored: names.filter(isIgnored),
    gaps: spec.gaps ?? [],
  };
}

/** Markdown, ready to stand between the markers of the document. */
export function coverageTable(): string {
  const lines = [
    '| action | | parameters with an effect | accepted without effect | known gaps |',
    '|---|---|---|---|---|',
  ];
  for (const row of coverage()) {
    const list = (names: string[]): string => (names.length === 0 ? '' : names.map((name) => `\`${name}\``).join(' '));
    lines.push(
      `| ${row.product}:${row.action} | ${row.mutating ? 'M' : 'R'} | ${list(row.implemented)} | ${list(row.ignored)} | ${row.gaps.join('; ')} |`,
    );
  }
  return lines.join('\n');
}
