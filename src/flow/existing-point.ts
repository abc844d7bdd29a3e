import type { RecoveryPoint } from '../recovery/points.ts';
import type { Next } from '../tool.ts';
import type { Source } from './source.ts';

/** The call that starts a recovery from a point there is; create-image asks about what it lacks, a launch's plan tells it. */
export function usePoint({ instance }: Pick<Source, 'instance'>, best: RecoveryPoint): Next {
  const { id: instanceId, status } = instance;
  const lacks = best.missingDisks.join(', ');
  if (best.kind === 'image') {
    return {
      tool: 'find-target-zone',
      arguments: { instanceId, imageId: best.id },
      why:
        lacks === ''
          ? `The source is ${status}; image ${best.id} holds every disk: choose a zone, then run-dr-instance with it`
          : `The source is ${status}; image ${best.id} is the best point there is, without ${lacks}: choose a zone, then run-dr-instance with it, unless a new point can be taken`,
    };
  }
  const point = best.kind === 'snapshot-group' ? { snapshotGroupId: best.id } : { snapshotIds: best.snapshotIds };
  return {
    tool: 'create-image',
    arguments: { instanceId, ...point },
    why:
      lacks === ''
        ? `The source is ${status}; use the existing point`
        : `The source is ${status}; use the best point there is, without ${lacks}, unless a new one can be taken`,
  };
}
