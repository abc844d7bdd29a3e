import { definePrompt } from '../src/prompt.ts';
import { instanceArgument, REPORT, RULES, zoneArgument } from './shared.ts';

export default definePrompt({
  name: 'recover-instance-from-image',
  title: 'Recover an instance from an image',
  description: 'A whole-instance image (or an existing one) → zone → DR instance → verified',
  arguments: [
    instanceArgument('instanceId', 'Source instance id or name'),
    { name: 'imageId', description: 'Existing image, if it is to be used', required: false },
    zoneArgument,
  ],
  text: ({
    instanceId,
    imageId,
    zoneId,
  }) => `Recover ECS instance ${instanceId} in another zone through a whole-instance image with the ecs-dr tools.

1. describe-source. Tell warnings, blockers and the best existing recovery point.
2. ${
    imageId
      ? `Use image ${imageId}; create none.`
      : 'If the source is not running or its zone is impaired, prefer what exists: an image as it is, of another point create-image takes the snapshotGroupId or snapshotIds. Else create-image with wholeInstance: true. Say that it is not consistent across disks.'
  }
3. find-target-zone${zoneId ? ` with zoneId ${zoneId}` : ''}, and create-vswitch if it says so.
4. run-dr-instance with the image and the chosen target, then report its comparison.

${RULES}

${REPORT}`,
});
