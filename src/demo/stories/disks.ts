import { kindOf } from '../acts.ts';
import { type AttachedDisk, attachment, type SourceDisk, snapshots } from '../answer.ts';
import { type Story, settle } from '../stage.ts';
import { duration } from '../stopwatch.ts';

const TARGET = 'batch-01';

/** Scenario B: snapshots of single disks → new disks → attached to another instance. */
export const disks: Story = {
  title: 'the data disks of an instance come back on another instance',
  source: 'web-prod-01',
  async play(stage, source) {
    const { agent, view, watch } = stage;
    const { instanceId } = source.source;
    view.act('Take snapshots of the disks', 'create-snapshot');
    const asked = await agent.call('create-snapshot', { instanceId, waitSeconds: 0 });
    const origins = new Map(snapshots.parse(asked).snapshots.map((s) => [s.snapshotId, s.diskId]));
    const { recoveryId } = await settle(stage, asked);
    view.done(`The snapshots are at 100 %, ${duration(watch.simulatedMs)} after the first call`);

    view.act(`Make disks of them and attach them to ${TARGET}`, 'attach-recovered-disk');
    const [targetInstanceId] = await agent.complete(TARGET);
    const request = { snapshotIds: [...origins.keys()], targetInstanceId, recoveryId };
    const attach = () => agent.call('attach-recovered-disk', request, (_, message) => view.work.spin(message));
    const ended = await settle(stage, await attach());
    view.work.end();
    const attachedAfterMs = watch.simulatedMs;
    // Whoever was sent to check-recovery asks the tool again for its table: it adopts what is done.
    const known = attachment.safeParse(ended);
    const { disks, targetDisks } = known.success ? known.data : attachment.parse(await attach());
    view.done(`${disks.length} disks are attached, ${duration(attachedAfterMs)} after the first call`);

    view.act('Compare them with the originals', 'attach-recovered-disk');
    const pairs = disks.map((copy) => ({
      copy,
      original: source.disks.find((d) => d.diskId === origins.get(copy.snapshotId ?? '')),
    }));
    view.table(
      ['original', 'is', 'recovered', 'is'],
      pairs.map(({ original, copy }) => [
        original?.diskId ?? '–',
        original ? sizeAndKind(original) : '–',
        copy.diskId,
        sizeAndKind(copy),
      ]),
    );
    view.note(
      `${TARGET} now has ${targetDisks.map((d) => d.device ?? d.diskId).join(', ')}; the new ones are not mounted yet.`,
    );
    const verified = pairs.length > 0 && pairs.every(({ original, copy }) => original && isFaithful(original, copy));
    if (verified) view.done('Verified: size, category and level are the originals’');
    else view.fail('Not as the originals');
    return {
      verified,
      recoveredAfterMs: attachedAfterMs,
      until: 'attached',
      recoveryId,
    };
  },
};

function isFaithful(original: SourceDisk, copy: AttachedDisk): boolean {
  return copy.status === 'In_use' && sizeAndKind(copy) === sizeAndKind(original);
}

const sizeAndKind = (disk: SourceDisk | AttachedDisk): string => `${disk.sizeGiB} GiB ${kindOf(disk)}`;
