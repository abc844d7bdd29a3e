import type { Parameters } from './estate.ts';

/*
 * What a source has of things that live on their own (a RAM role, a key pair, an automatic snapshot policy): they can be
 * deleted while it goes on running, and then no launch can name them any more.
 */

/** The parameter of RunInstances that names the thing, for a disk's without the disk. */
export type LeftOut = 'RamRoleName' | 'KeyPairName' | 'AutoSnapshotPolicyId';

interface Thing {
  /** RunInstances' codes for one that cannot be had. */
  refused: RegExp;
  what: string;
  /** What the copy lacks without it, and for how long. */
  loss: string;
}

const THINGS: Readonly<Record<LeftOut, Thing>> = {
  RamRoleName: {
    refused: /^InvalidRamRole\.(NotFound|NotEcsRole)$/,
    what: 'RAM role',
    loss: 'programs on the copy get no credentials from it until a role is attached',
  },
  KeyPairName: {
    refused: /^InvalidKeyPairName\.NotFound$/,
    what: 'key pair',
    loss: 'the copy has only the logins that lie in the image until a key pair is bound',
  },
  AutoSnapshotPolicyId: {
    refused: /^InvalidAutoSnapshotPolicyId\.NotFound$/,
    what: 'automatic snapshot policy',
    loss: 'no snapshots of the copy are taken by themselves until a policy is applied',
  },
};

export const CAN_BE_LEFT_OUT = Object.keys(THINGS) as LeftOut[];

/** What a code says cannot be had, where the copy can do without. */
export function refusedThing(code: string): LeftOut | undefined {
  return CAN_BE_LEFT_OUT.find((name) => THINGS[name].refused.test(code));
}

/** For a person: what it is, which ones a request names, and what a copy without them lacks. */
export function tellThing(thing: LeftOut, parameters: Parameters): { what: string; ids: string[]; loss: string } {
  const named = Object.entries(parameters).filter(([name]) => isOf(name, thing));
  const { what, loss } = THINGS[thing];
  return { what, ids: [...new Set(named.map(([, value]) => String(value)))].sort(), loss };
}

/** The request without these, and a note for each that it named. */
export function leaveOut(
  parameters: Parameters,
  things: readonly LeftOut[],
): { parameters: Parameters; notes: string[] } {
  const kept = Object.entries(parameters).filter(([name]) => !things.some((thing) => isOf(name, thing)));
  const notes = things.flatMap((thing) => {
    const { what, ids, loss } = tellThing(thing, parameters);
    return ids.length === 0 ? [] : [`without ${what} ${ids.join(', ')}: ${loss}`];
  });
  return { parameters: Object.fromEntries(kept), notes };
}

function isOf(parameter: string, thing: LeftOut): boolean {
  return parameter === thing || parameter.endsWith(`.${thing}`);
}
