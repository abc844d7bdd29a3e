import { RECOVERY_TAG } from '../recovery/tags.ts';
import { ACTIONS, type Action, type ActionName, type Purpose } from './actions.ts';

export interface Statement {
  Effect: 'Allow';
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string[]>>;
}

export interface Policy {
  Version: '1';
  Statement: Statement[];
}

export interface PolicyWish {
  purposes: readonly Purpose[];
  /** Default: every region. */
  regions?: readonly string[];
  /** The source's RAM role, which the copy is to get: `ram:PassRole` for it alone. */
  ramRoleName?: string;
}

export const PURPOSES = ['instance', 'image', 'disks', 'read-only'] as const satisfies readonly Purpose[];

/** The actions that a purpose needs, from the table that makes the calls. */
export function actionsFor(purposes: readonly Purpose[]): ActionName[] {
  const names = Object.keys(ACTIONS) as ActionName[];
  return names.filter((name) => {
    const action: Action = ACTIONS[name];
    return action.purposes.some((p) => purposes.includes(p));
  });
}

/** The actions behind these RAM names, and the names that none of ours has. */
export function actionsNamed(ramNames: readonly string[]): { names: ActionName[]; unknown: string[] } {
  const all = Object.keys(ACTIONS) as ActionName[];
  const has = (name: ActionName, ram: string) => (ACTIONS[name].ram as readonly string[]).includes(ram);
  return {
    names: all.filter((name) => ramNames.some((ram) => has(name, ram))),
    unknown: ramNames.filter((ram) => !all.some((name) => has(name, ram))),
  };
}

/**
 * The smallest RAM policy for the purposes. Regions are in the resource names (the one way that ECS and VPC document);
 * creations are tied to our tag in the request, attaching to our tag on the disk.
 */
export function policyFor({ purposes, regions, ramRoleName }: PolicyWish): Policy {
  const actions = actionsFor(purposes).map((name) => ({ name, ...(ACTIONS[name] as Action) }));
  const ram = (list: typeof actions) => [...new Set(list.flatMap((a) => a.ram))].sort();
  const where = (product: string, resource: string) =>
    (regions && regions.length > 0 ? regions : ['*']).map((region) => `acs:${product}:${region}:*:${resource}`);
  const reads = actions.filter((a) => a.kind === 'read');
  const statements: Statement[] = [
    allow(ram(reads.filter((a) => a.global)), ['*']),
    allow(ram(reads.filter((a) => !a.global)), [...where('ecs', '*'), ...where('vpc', '*')]),
    {
      // RunInstances is checked against the vSwitch as well.
      ...allow(ram(actions.filter((a) => a.kind === 'change' && a.tagged)), [
        ...where('ecs', '*'),
        ...where('vpc', '*'),
      ]),
      Condition: { StringLike: { [`acs:RequestTag/${RECOVERY_TAG}`]: ['*'] } },
    },
  ];
  if (actions.some((a) => a.name === 'AttachDisk')) {
    statements.push(allow(['ecs:AttachDisk'], where('ecs', 'instance/*')), {
      ...allow(['ecs:AttachDisk'], where('ecs', 'disk/*')),
      Condition: { StringLike: { [`acs:ResourceTag/${RECOVERY_TAG}`]: ['*'] } },
    });
  }
  if (ramRoleName !== undefined && actions.some((a) => a.name === 'RunInstances')) {
    statements.push(allow(['ram:PassRole'], [`acs:ram:*:*:role/${ramRoleName.toLowerCase()}`]));
  }
  return { Version: '1', Statement: statements.filter((s) => s.Action.length > 0) };
}

/** The statements of the smallest policy that allow one RAM action in one region: what to add where it is denied. */
export function statementsFor(ramAction: string, regionId: string): Statement[] {
  const { Statement } = policyFor({ purposes: PURPOSES, regions: [regionId] });
  const known = Statement.filter((s) => s.Action.includes(ramAction)).map((s) => ({ ...s, Action: [ramAction] }));
  return known.length > 0 ? known : [allow([ramAction], ['*'])];
}

function allow(Action: string[], Resource: string[]): Statement {
  return { Effect: 'Allow', Action, Resource };
}
