import { DrError } from '../errors.ts';

/** Thrown by nothing but an abort: waiting ended, work in the cloud did not. */
export function cancelled(): DrError {
  return new DrError({
    code: 'Cancelled',
    message: 'The call was cancelled.',
    cause: 'The client cancelled the call or stopped waiting for it.',
    remedy: 'What was started goes on in the cloud: call check-recovery, or the same tool again, to pick it up.',
    retryable: true,
  });
}
