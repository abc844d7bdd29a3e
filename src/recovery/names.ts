import { createHash } from 'node:crypto';
import { recoveryTime } from './ids.ts';

/*
 * Every name the server chooses follows from the recovery, never from the moment of the call: a repeated request
 * is then identical to the first, which the API's client tokens demand [api: ClientToken].
 */

/** The API's limit for names of instances, disks, images, snapshots and groups. */
const LONGEST = 128;

/**
 * The image's name, and what to append when it is taken (rule: `_YYYYMMDD`, then `_YYYYMMDD_HHmmss`).
 * A recovery id without a moment gives digits of its hash instead.
 */
export function imageNameCandidates(instanceId: string, recoveryId: string): [string, string, string] {
  const base = `Create_from_${instanceId}`;
  const moment = recoveryTime(recoveryId);
  const hash = createHash('sha256').update(recoveryId).digest('hex');
  const date = moment?.date ?? hash.slice(0, 8);
  const time = moment?.time ?? hash.slice(8, 14);
  return [base, `${base}_${date}`, `${base}_${date}_${time}`];
}

/** `ecs-dr-…` once: the ids minted here begin with `dr-` themselves. */
function ours(recoveryId: string): string {
  return `ecs-dr-${recoveryId.replace(/^dr-/, '')}`;
}

export function snapshotGroupName(recoveryId: string): string {
  return ours(recoveryId);
}

export function snapshotName(recoveryId: string, diskId: string): string {
  return shorten(`${ours(recoveryId)}-${diskId}`);
}

/** One of several things that a person gave one name: the name is cut where the number would not fit. */
export function numberedName(name: string, number: number): string {
  const suffix = `-${number}`;
  return `${[...name].slice(0, LONGEST - suffix.length).join('')}${suffix}`;
}

/** A recovered disk is named after its source disk, or the snapshot where that disk is gone. */
export function diskName(sourceName: string): string {
  return shorten(`recovery-${allowed(sourceName)}`);
}

export function vSwitchName(recoveryId: string, zoneId: string): string {
  return shorten(`${ours(recoveryId)}-${zoneId}`);
}

/** `recovery-<source name>` within 128 allowed characters; what was changed is told in the note. */
export function drInstanceName(sourceName: string): { name: string; note?: string } {
  const whole = `recovery-${allowed(sourceName)}`;
  const name = shorten(whole);
  const notes = [
    ...(whole === `recovery-${sourceName}` ? [] : ['characters that the API does not take in a name became -']),
    ...(name === whole ? [] : [`name cut to ${LONGEST} characters`]),
  ];
  return notes.length === 0 ? { name } : { name, note: notes.join('; ') };
}

/** Why a name that a person chose for an instance will not do; undefined when it will. */
export function instanceNameProblem(name: string): string | undefined {
  const length = [...name].length;
  if (length < 2 || length > LONGEST) return `must have 2 to ${LONGEST} characters, not ${length}`;
  if (!/^\p{L}/u.test(name)) return 'must start with a letter';
  if (/^https?:\/\//i.test(name)) return 'must not start with http:// or https://';
  if (allowed(name) !== name) return 'must hold letters, digits and : _ . - only';
  return undefined;
}

/** What the API names for names: letters and digits of any script, and `: _ . -`. */
function allowed(name: string): string {
  return name.replace(/[^\p{L}\p{N}:_.-]/gu, '-');
}

/** Cut between code points, so that no character of any script is torn apart. */
function shorten(name: string): string {
  return [...name].slice(0, LONGEST).join('');
}
