import { bringBack, makeImageAndFindZone } from '../acts.ts';
import type { Story } from '../stage.ts';

/** One step instead of two, and no consistency across disks: an image of the whole running instance. */
export const image: Story = {
  title: 'an instance comes back from an image of all its disks',
  source: 'web-prod-01',
  async play(stage, source) {
    const { instanceId } = source.source;
    const made = await makeImageAndFindZone(stage, source, {
      tool: 'create-image',
      arguments: { instanceId, wholeInstance: true },
      why: 'The user asked for the image path',
    });
    const { result, runningAfterMs } = await bringBack(stage, source, made);
    return {
      verified: result.verified,
      recoveredAfterMs: runningAfterMs,
      until: 'Running',
      recoveryId: made.recoveryId,
    };
  },
};
