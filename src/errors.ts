/** Something the cloud holds because of this recovery, listed whenever a step stops half-way. */
export interface Created {
  kind: 'snapshot-group' | 'snapshot' | 'image' | 'vswitch' | 'instance' | 'disk' | 'attachment';
  id: string;
  /** What it costs or means while it stays, where that is known. */
  note?: string;
}

export interface ErrorDetails {
  /** The API's own code, or one of ours in PascalCase. */
  code: string;
  message: string;
  /** The root cause in plain words. */
  cause: string;
  /** The next step, ready to follow. */
  remedy: string;
  retryable: boolean;
  requestId?: string;
  /** The RAM action that was denied, e.g. `ecs:RunInstances`. */
  ramAction?: string;
  /** What exists because of this recovery although the step failed. */
  created?: Created[];
  /** Ids of what this step made and the cloud gave up: they exist no more, and are not listed. */
  gone?: string[];
  /** Ids of what the approval made before: failed, or gone. */
  used?: string[];
}

/**
 * The one error that handlers throw. The boundary in runner.ts turns it into a result; whoever catches it before asks
 * about it, waits, looks, tells that a read has failed, or throws it on with what exists by then.
 */
export class DrError extends Error {
  readonly details: ErrorDetails;

  constructor(details: ErrorDetails) {
    super(details.message);
    this.name = 'DrError';
    this.details = details;
  }

  /** The same error, naming what exists already. */
  withCreated(created: Created[]): DrError {
    const { created: known = [], gone = [] } = this.details;
    const more = created.filter((c) => !gone.includes(c.id) && !known.some((k) => k.kind === c.kind && k.id === c.id));
    const all = [...known, ...more];
    return all.length === 0 ? this : new DrError({ ...this.details, created: all });
  }

  /** The same error, with a note on everything created that has none. */
  withNotes(noteOf: (kind: Created['kind']) => string): DrError {
    const { created } = this.details;
    if (!created) return this;
    return new DrError({ ...this.details, created: created.map((c) => ({ ...c, note: c.note ?? noteOf(c.kind) })) });
  }
}

/** Bad input: names the field, the value and what would be right; nothing was created. */
export function invalidInput(field: string, value: unknown, right: string): DrError {
  return new DrError({
    code: 'InvalidInput',
    message: `${field}: ${shownValue(value, 120)} is not valid.`,
    cause: `${field} must be ${right}.`,
    remedy: `Call again with a ${field} that is ${right}. Nothing was created.`,
    retryable: false,
  });
}

/** A value as it was given, as far as it can be shown. */
export function shownValue(value: unknown, max: number): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    // Deeper than the call stack: nobody could read it.
    return 'a value nested too deeply to be shown';
  }
  return text.length > max ? `${text.slice(0, max)}…` : text;
}
