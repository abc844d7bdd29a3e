import { bringBack, makeImageAndFindZone, takePoint } from '../acts.ts';
import type { Story } from '../stage.ts';

/** Scenario A: a consistent point over all disks → image → zone → DR instance. */
export const instance: Story = {
  title: 'an instance with three disks comes back in another zone',
  source: 'web-prod-01',
  async play(stage, source) {
    const point = await takePoint(stage, source.next);
    const image = await makeImageAndFindZone(stage, source, point.next);
    const { result, runningAfterMs } = await bringBack(stage, source, image);
    return {
      verified: result.verified,
      recoveredAfterMs: runningAfterMs,
      until: 'Running',
      recoveryId: image.recoveryId,
    };
  },
};
