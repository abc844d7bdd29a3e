import { bringBack, makeImageAndFindZone } from '../acts.ts';
import type { Story } from '../stage.ts';

/** The source's zone is gone: describe-source leads to the newest point that exists, and nothing new is taken. */
export const zoneDown: Story = {
  title: 'the zone is down, an instance comes back from a point that already exists',
  source: 'web-prod-01',
  cloud: 'zone-outage',
  async play(stage, source) {
    const { agent, view } = stage;
    const { next } = source;
    view.note(`What the server says to do: ${next?.why}`);
    const image = await makeImageAndFindZone(stage, source, next);
    const { result, runningAfterMs } = await bringBack(stage, source, image);
    const taken = agent.changes().filter((action) => action.startsWith('CreateSnapshot'));
    if (taken.length === 0) view.done('No new snapshot was asked of the zone that is down');
    else view.fail(`New snapshots were taken: ${taken.join(', ')}`);
    return {
      verified: result.verified && taken.length === 0,
      recoveredAfterMs: runningAfterMs,
      until: 'Running',
      recoveryId: image.recoveryId,
      existingPointId: String(next?.arguments.snapshotGroupId),
    };
  },
};
