import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { call, type Result } from '../../support/agent.ts';
import type { Person } from '../../support/person.ts';

/** A recovery as somebody wants it done: its first call, and what only a person can say on the way. */
export interface Errand {
  name: string;
  first: { tool: string; arguments: Record<string, unknown> };
  /** The instance that gets the disks. */
  targetInstanceId?: string;
  /** What there is at the end, one each. */
  leaves: string[];
}

const TWO_DISKS = 'i-bp1apipublic01000000';
const ONE_DISK = 'i-bp1batch010000000000';

/** Two disks, a consistency group, and a zone that has no vSwitch yet: every creation that an instance needs. */
export const instanceErrand: Errand = {
  name: 'instance',
  first: { tool: 'create-snapshot-group', arguments: { instanceId: TWO_DISKS } },
  leaves: ['snapshot-group', 'snapshot', 'snapshot', 'image', 'vswitch', 'instance', 'disk', 'disk'],
};

export const singleDiskErrand: Errand = {
  name: 'single-disk instance',
  first: { tool: 'create-snapshot', arguments: { instanceId: ONE_DISK } },
  leaves: ['snapshot', 'image', 'vswitch', 'instance', 'disk'],
};

export const disksErrand: Errand = {
  name: 'disks',
  first: {
    tool: 'create-snapshot',
    arguments: {
      diskIds: ['d-bp1apipublic01sys000', 'd-bp1apipublic01dat000'].slice(1).concat('d-bp1filesgap01datb000'),
    },
  },
  targetInstanceId: ONE_DISK,
  leaves: ['snapshot', 'snapshot', 'disk', 'disk'],
};

export const ERRANDS = [instanceErrand, singleDiskErrand, disksErrand] as const;

/** Wants a zone without a vSwitch where there is a choice, and what is recommended otherwise. */
export const operator: Person = ({ options }) => {
  const wanted = options.find((o) => o.const === 'cn-hangzhou-k') ?? options[0];
  // Nothing but another zone is left, and this one was wanted.
  return { choice: (wanted?.const === 'other-zone' ? 'stop' : wanted?.const) ?? '' };
};

export interface Walk {
  results: Result[];
  last: Result;
  recoveryId: string | undefined;
}

/** Along every `next`, answering nothing but what a person must say, until the end or an error. */
export async function walk(
  client: Client,
  errand: Errand,
  from: { tool: string; arguments: Record<string, unknown> } = errand.first,
): Promise<Walk> {
  const results: Result[] = [];
  let next: { tool: string; arguments: Record<string, unknown> } | undefined = from;
  while (next && results.length < 200) {
    const { targetInstanceId } = errand;
    const target: Record<string, unknown> =
      next.tool === 'attach-recovered-disk' && targetInstanceId ? { targetInstanceId } : {};
    const result: Result = await call(client, next.tool, { ...next.arguments, ...target });
    results.push(result);
    // Told that one image after the other failed, nobody makes another at once.
    const hopeless = results.length > 1 && /images failed/.test(result.failed ?? '');
    next = result.isError || hopeless ? undefined : result.next;
  }
  const last = results.at(-1);
  if (!last) throw new Error('nothing was called');
  return { results, last, recoveryId: results.find((r) => r.recoveryId)?.recoveryId };
}

/** As somebody goes on who has nothing but the recovery id, and tries again a moment later where that is told to help. */
export async function resume(client: Client, errand: Errand, recoveryId: string): Promise<Walk> {
  let walked = await resumeOnce(client, errand, recoveryId);
  for (let again = 0; again < 3 && walked.last.error?.retryable; again++) {
    // A request of the dead process may still be on its way: that takes real time.
    await new Promise((done) => setTimeout(done, 300));
    walked = await resumeOnce(client, errand, recoveryId);
  }
  return walked;
}

/** Where nothing exists yet, from the first step. */
async function resumeOnce(client: Client, errand: Errand, recoveryId: string): Promise<Walk> {
  const { tool, arguments: given } = errand.first;
  const again = { tool, arguments: { ...given, recoveryId } };
  const checked = await call(client, 'check-recovery', { recoveryId });
  const none = checked.error?.code === 'RecoveryNotFound';
  // Which disks are wanted is known to the person alone as long as they have no snapshot.
  const some = errand.leaves.filter((kind) => kind === 'snapshot').length > snapshotsIn(checked);
  return walk(
    client,
    errand,
    none || (errand.targetInstanceId && some) ? again : { tool: 'check-recovery', arguments: { recoveryId } },
  );
}

const snapshotsIn = (checked: Result): number =>
  ((checked.resources ?? []) as { kind: string; status: string }[]).filter(
    (r) => r.kind === 'snapshot' && r.status !== 'failed',
  ).length;

/** The end that the errand wanted was reached and told. */
export function isComplete({ last }: Walk): boolean {
  return (
    last.status === 'done' && !last.next && (last.verified === true || last.phase === 'attached' || !!last.targetDisks)
  );
}
