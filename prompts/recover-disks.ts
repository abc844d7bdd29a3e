import { definePrompt } from '../src/prompt.ts';
import { instanceArgument, RULES } from './shared.ts';

export default definePrompt({
  name: 'recover-disks',
  title: 'Recover single disks onto an instance',
  description: 'Snapshots (new or existing) → disks in the target’s zone → attached',
  arguments: [
    instanceArgument('instanceId', 'Source instance id or name'),
    { name: 'disks', description: 'system, data, or disk ids', required: false },
    instanceArgument('targetInstanceId', 'Instance that gets the disks', false),
  ],
  text: ({
    instanceId,
    disks,
    targetInstanceId,
  }) => `Recover ${disks ? `these disks: ${disks},` : 'disks'} of ECS instance ${instanceId} onto ${targetInstanceId ?? 'an instance the user names'} with the ecs-dr tools.

If the user may mean the whole instance, ask first (prompt recover-instance).${targetInstanceId ? '' : ' Ask which instance gets the disks.'}
1. describe-source: the disks and the existing recovery points.
2. create-snapshot with the disk ids (with instanceId alone it asks which), or use existing snapshots if the user wants their point in time or new ones fail.
3. attach-recovered-disk with the snapshotIds and the targetInstanceId.
4. Report a table of the recovered disks, the target's whole disk layout, and remind the user to mount them.

${RULES}`,
});
