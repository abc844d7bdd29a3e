import { type ChosenPlace, chosenPlace } from './chosen-place.ts';
import { MOST_DISKS } from './disk-errands.ts';
import type { Image, Instance } from './estate.ts';
import type { NextStep, Scene, Stage } from './phase.ts';
import { existingPointFirst, pointIn, SOURCE_GONE } from './phase-snapshots.ts';

/** The DR instance; the furthest one where a repeat made more than one. */
export function instanceStage({ instances, sourceGone }: Scene): Stage | undefined {
  const running = instances.find((instance) => instance.status === 'Running');
  const [first] = instances;
  const instance = running ?? first;
  if (instance === undefined) return undefined;
  if (isUp(instance)) {
    // Nothing is left to compare it with.
    if (sourceGone) return { phase: 'recovered', pending: false };
    return {
      phase: 'recovered',
      pending: false,
      next: {
        tool: 'verify-recovery',
        arguments: { drInstanceId: instance.id },
        why: `DR instance ${instance.id} is ${instance.status}: compare it with the source`,
      },
    };
  }
  // On the way to Running Stopped can be seen; Stopping cannot.
  if (instance.status === 'Stopping') {
    return { phase: 'failed', pending: false, failed: `DR instance ${instance.id} is Stopping before it ever ran` };
  }
  return { phase: 'starting-instance', pending: true };
}

/** It has run: what a person did with it since is not ours to judge. StartTime is empty until the first start. */
export function isUp(instance: Instance): boolean {
  if (instance.status === 'Running') return true;
  return (instance.status === 'Stopped' || instance.status === 'Stopping') && instance.startedAt !== undefined;
}

/** Available can come before Usable: only both together can start an instance. */
export function isImageReady(image: Image): boolean {
  return image.status === 'Available' && image.usable;
}

export function isImageFailed(image: Image): boolean {
  return image.status === 'UnAvailable' || image.status === 'CreateFailed';
}

/** So many images of one recovery that failed are no accident: another one is likely to fail too. */
const MANY_FAILED_IMAGES = 3;

export function imageStage(scene: Scene): Stage | undefined {
  const { images } = scene;
  const ready = images.find(isImageReady);
  if (ready !== undefined && scene.sourceGone) return withoutSource(scene, ready);
  if (ready !== undefined) return readyImage(scene, ready.id);
  if (images.some((image) => !isImageFailed(image))) return { phase: 'creating-image', pending: true };
  const [failed] = images;
  if (failed === undefined) return undefined;
  const many = images.length >= MANY_FAILED_IMAGES;
  const failure = many
    ? `${images.length} images failed (${images.map((image) => image.id).join(', ')}): ask the cloud's support why, or start from another recovery point (describe-source lists them)`
    : `image ${failed.id} is ${failed.status}`;
  const point = pointOf(scene);
  // A whole-instance image leaves no point of its own behind.
  const other = scene.source && existingPointFirst(scene.source.instance, scene.recoveryId);
  return {
    phase: 'failed',
    pending: false,
    failed: failure,
    ...(point === undefined
      ? other && { next: other }
      : {
          next: {
            tool: 'create-image',
            arguments: point,
            why: many ? 'Only once the cause is gone' : `${failure}: make it again`,
          },
        }),
  };
}

/** Zone and type are a person's: only a vSwitch that this recovery made tells of them. */
export function readyImage(scene: Pick<Scene, 'vSwitches' | 'source'>, imageId: string): Stage {
  const stage = { phase: 'image-ready', pending: false } as const;
  const place = chosenPlace(scene.vSwitches, scene.source?.instance.vpcId);
  if (place === undefined) {
    return {
      ...stage,
      next: {
        tool: 'find-target-zone',
        arguments: {},
        why: 'The image is ready: choose zone and vSwitch, then run-dr-instance',
      },
    };
  }
  const { vSwitch } = place;
  if (vSwitch === undefined) return { ...stage, next: anotherVSwitch(place) };
  if (vSwitch.status === 'Pending') return { ...stage, pending: true };
  return {
    ...stage,
    next: {
      tool: 'run-dr-instance',
      arguments: { imageId, zoneId: place.zoneId, vSwitchId: vSwitch.id, ...place.choice },
      why: `Image ${imageId} is ready and vSwitch ${vSwitch.id} is there`,
    },
  };
}

/** Disk categories are asked about there again. */
function anotherVSwitch({ zoneId, choice: { instanceType } }: ChosenPlace): NextStep {
  return {
    tool: 'find-target-zone',
    arguments: { zoneId, ...(instanceType && { instanceType }) },
    why: `No vSwitch of this recovery in ${zoneId} has a free address: it needs another one, or another zone`,
  };
}

/** run-dr-instance takes everything but the data from the source: without it only the disks can come back by a tool. */
function withoutSource(scene: Scene, image: Image): Stage {
  const snapshotIds = pointIn(scene)
    .map((snapshot) => snapshot.id)
    .slice(0, MOST_DISKS);
  return {
    phase: 'image-ready',
    pending: false,
    failed: `the source is gone (or not visible any more), and with it what the copy should be like: start an instance from image ${image.id} in the console, or bring single disks back`,
    ...(snapshotIds.length > 0 && {
      next: {
        tool: 'attach-recovered-disk',
        arguments: { snapshotIds },
        why: SOURCE_GONE,
      },
    }),
  };
}

/** What the failed image can be made from again. */
function pointOf(scene: Scene): Record<string, unknown> | undefined {
  const group = scene.groups.find((one) => one.status === 'accomplished');
  if (group !== undefined) return { snapshotGroupId: group.id };
  const ready = pointIn(scene).filter((snapshot) => snapshot.status === 'accomplished');
  return ready.length === 0 ? undefined : { snapshotIds: ready.map((snapshot) => snapshot.id).sort() };
}

/** Nothing but a vSwitch yet. */
export function vSwitchStage({ vSwitches, source }: Scene): Stage | undefined {
  const place = chosenPlace(vSwitches, source?.instance.vpcId);
  if (place === undefined) return undefined;
  const stage = { phase: 'vswitch-ready', pending: false } as const;
  const { vSwitch } = place;
  const next = anotherVSwitch(place);
  if (vSwitch === undefined) return { ...stage, next };
  if (vSwitch.status === 'Pending') return { ...stage, pending: true };
  return { ...stage, next: { ...next, why: `vSwitch ${vSwitch.id} is there` } };
}
