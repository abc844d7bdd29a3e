import { FAULT_KINDS, type FaultKind, type FaultPlan } from '../../../src/simulator/index.ts';
import { disksErrand, type Errand, instanceErrand } from './operator.ts';
import { trial, type Verdict } from './trial.ts';

/** Which calls of an action are struck: one of them, the first two, or every one. RunInstances goes out as a dry run first: `creating` passes that by. */
export type Which = 1 | 2 | 'creating' | 'both' | 'every';

export interface Cell {
  errand: Errand;
  action: string;
  fault: FaultKind;
  which: Which;
}

/** What each errand sends; a test holds these against the request log. */
export const ACTIONS: { errand: Errand; changes: string[]; reads: string[] }[] = [
  {
    errand: instanceErrand,
    changes: ['CreateSnapshotGroup', 'CreateImage', 'CreateVSwitch', 'RunInstances'],
    reads: [
      'DescribeInstances',
      'DescribeDisks',
      'DescribeSnapshotGroups',
      'DescribeSnapshots',
      'DescribeImages',
      'DescribeVSwitches',
      'DescribeVpcAttribute',
      'DescribeZones',
      'DescribeAvailableResource',
      'DescribePrice',
      'DescribeInstanceRamRole',
      'DescribeUserData',
      'DescribeInstanceAttribute',
      'DescribeInstanceHistoryEvents',
    ],
  },
  {
    errand: disksErrand,
    changes: ['CreateSnapshot', 'CreateDisk', 'AttachDisk'],
    reads: ['DescribeInstanceTypes', 'DescribeDisks', 'DescribeSnapshots'],
  },
];

export const FAULTS: readonly FaultKind[] = FAULT_KINDS;

/** Every action × every fault × first, second, third and every call. */
export function wholeMatrix(): Cell[] {
  return ACTIONS.flatMap(({ errand, changes, reads }) =>
    [...changes, ...reads].flatMap((action) =>
      FAULTS.flatMap((fault) =>
        ([1, 2, 'both', ...(action === 'RunInstances' ? ['creating' as const] : []), 'every'] as const).map(
          (which) => ({
            errand,
            action,
            fault,
            which,
          }),
        ),
      ),
    ),
  );
}

/**
 * A part of it that every pair of action and fault of the changes is in, with the calls taking turns, and one fault
 * after the other for the reads.
 */
export function sampledMatrix(): Cell[] {
  const turns = (list: readonly Which[], n: number): Which => list[n % list.length] ?? 1;
  return ACTIONS.flatMap(({ errand, changes, reads }) => [
    ...changes.flatMap((action, a) =>
      FAULTS.map((fault, f) => ({
        errand,
        action,
        fault,
        which: turns(action === 'RunInstances' ? ['creating', 'every', 'both'] : [1, 'every', 'both'], a + f),
      })),
    ),
    ...reads.map((action, a) => ({
      errand,
      action,
      fault: FAULTS[(a * 5) % FAULTS.length] ?? 'throttle',
      which: turns([1, 'every'], a),
    })),
  ]);
}

/** `slow` is slower than the server's patience for the first calls, and within it where every call is struck. */
export function planOf({ action, fault, which }: Cell): FaultPlan {
  return [
    {
      action,
      fault,
      ...(typeof which === 'number' && { nth: which }),
      ...(which === 'creating' && { nth: 1, dryRun: false }),
      ...(which === 'both' && { times: 2 }),
      ...(fault === 'slow' && { ms: which === 'every' ? 30 : SLOW_MS }),
    },
  ];
}

export const PATIENCE_MS = 400;
const SLOW_MS = 700;

/** Waiting and calling again heals these; told otherwise, a caller would give up or go on for ever. */
export function mayBeRetryable(fault: FaultKind): boolean | 'either' {
  if (
    ['throttle', 'internal-500', 'unavailable-503', 'reset-before', 'reset-after', 'slow', 'malformed'].includes(fault)
  )
    return true;
  // A creation that vanished for lack of stock is worth another try; a refusal up front is not.
  return fault === 'vanish' || fault === 'no-stock' ? 'either' : false;
}

const NAMES = {
  1: 'call 1',
  2: 'call 2',
  creating: 'the call that creates',
  both: 'the first two calls',
  every: 'every call',
};

export const cellName = ({ errand, action, fault, which }: Cell): string =>
  `${errand.name}: ${action} ${fault} (${NAMES[which]})`;

/** The trial of a cell, with what the fault's own kind says of the error added. */
export async function judge(cell: Cell): Promise<Verdict> {
  const verdict = await trial(cell.errand, planOf(cell), cell.fault === 'slow' ? { silenceMs: PATIENCE_MS } : {});
  const right = mayBeRetryable(cell.fault);
  if (verdict.error && right !== 'either' && verdict.error.retryable !== right)
    verdict.complaints.push(`${verdict.error.code} is told as ${right ? 'not ' : ''}retryable`);
  return verdict;
}
