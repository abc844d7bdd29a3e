import { DAY } from './time.ts';
import { ApiError } from './wire/api-error.ts';

/**
 * ClientToken: a repeat with identical parameters gets the first answer and has no second effect; with other parameters it is refused.
 * The order of tags is part of the parameters. [api: ClientToken]
 */
export class Idempotency {
  readonly #answers = new Map<string, { fingerprint: string; answer: Record<string, unknown>; until: number }>();
  readonly #running = new Set<string>();

  /** @param scope action and region: tokens of others do not meet. */
  find(
    scope: string,
    token: string,
    params: ReadonlyMap<string, string>,
    now: number,
    codes: { tokenMismatch?: { status: number; code: string }; tokenRunning?: { status: number; code: string } },
  ): Record<string, unknown> | undefined {
    const key = `${scope} ${token}`;
    if (this.#running.has(key)) {
      const { status, code } = codes.tokenRunning ?? { status: 403, code: 'IdempotentProcessing' };
      throw new ApiError(status, code, 'The previous idempotent request(s) is still processing.');
    }
    const known = this.#answers.get(key);
    if (!known || known.until <= now) return undefined;
    if (known.fingerprint !== fingerprint(params)) {
      const { status, code } = codes.tokenMismatch ?? { status: 400, code: 'IdempotentParameterMismatch' };
      throw new ApiError(
        status,
        code,
        'The request uses the same client token as a previous, but non-identical request.',
      );
    }
    return known.answer;
  }

  remember(
    scope: string,
    token: string,
    params: ReadonlyMap<string, string>,
    now: number,
    answer: Record<string, unknown>,
  ): void {
    // The window is not published. [limits: client_token]
    this.#answers.set(`${scope} ${token}`, { fingerprint: fingerprint(params), answer, until: now + DAY });
  }

  begin(scope: string, token: string): void {
    this.#running.add(`${scope} ${token}`);
  }

  end(scope: string, token: string): void {
    this.#running.delete(`${scope} ${token}`);
  }
}

function fingerprint(params: ReadonlyMap<string, string>): string {
  return JSON.stringify([...params].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** [api: ClientToken] */
export function checkToken(action: string, token: string): void {
  if (token.length <= 64 && /^[\x20-\x7e]*$/.test(token)) return;
  if (action.startsWith('CreateSnapshot'))
    throw new ApiError(403, 'InvalidClientToken.Malformed', 'The specified ClientToken is malformed.');
  throw new ApiError(400, 'InvalidClientToken.ValueNotSupported', 'The specified ClientToken is not supported.');
}
