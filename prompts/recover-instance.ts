import { definePrompt } from '../src/prompt.ts';
import { instanceArgument, REPORT, RULES, zoneArgument } from './shared.ts';

export default definePrompt({
  name: 'recover-instance',
  title: 'Recover an instance in another zone',
  description: 'Snapshots (or an existing point) → image → zone → DR instance → verified',
  arguments: [instanceArgument('instanceId', 'Source instance id or name'), zoneArgument],
  text: ({
    instanceId,
    zoneId,
  }) => `Recover ECS instance ${instanceId} in another zone${zoneId ? `, ${zoneId}` : ''} with the ecs-dr tools.

If it is unclear whether the whole instance or only some of its disks should come back, ask first (disks: prompt recover-disks).
1. describe-source. Tell warnings, blockers and the best existing recovery point. If the source is not running or its zone is impaired, prefer the existing point: create-image takes its snapshotGroupId or snapshotIds.
2. create-snapshot-group (several disks) or create-snapshot (one disk).
3. create-image; meanwhile find-target-zone${zoneId ? ` with zoneId ${zoneId}` : ''}, and create-vswitch if it says so.
4. run-dr-instance with the chosen target, then report its comparison.

${RULES}

${REPORT}`,
});
