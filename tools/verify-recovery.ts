import { invalidInput } from '../src/errors.ts';
import { verified } from '../src/flow/dr-verified.ts';
import { readWholeSource } from '../src/flow/source.ts';
import { RECOVERY_TAG, tagValue } from '../src/recovery/tags.ts';
import { defineTool, field } from '../src/tool.ts';

export default defineTool({
  name: 'verify-recovery',
  title: 'Verify a recovery',
  description: 'Compares a DR instance with its source again: the whole table, and every difference with its cause.',
  effect: 'read',
  asks: false,
  waits: false,
  input: { instanceId: field.instanceId(), drInstanceId: field.instanceId('DR instance') },

  async run({ instanceId, drInstanceId, regionId: region }, context) {
    if (drInstanceId === instanceId)
      throw invalidInput('drInstanceId', drInstanceId, 'another instance than the source');
    const source = await readWholeSource(context.cloud, instanceId, region, context.recent);
    const dr = await context.cloud.instance(source.regionId, drInstanceId);
    const [image] = await context.cloud.images(source.regionId, { ids: [dr.imageId] });
    const recoveryId = tagValue(dr.tags, RECOVERY_TAG);
    const outcome = await verified(context, source, dr, image, undefined);
    return { ...outcome, ...(recoveryId && { recoveryId }) };
  },
});
