import type { Clock } from '../clock.ts';
import { DrError } from '../errors.ts';
import type { Parameters } from '../recovery/estate.ts';
import { type ActionName, actionOf } from './actions.ts';
import type { AnswerCache } from './cache.ts';
import type { Sender } from './client.ts';
import type { RecoveryPath } from './cloud.ts';
import type { KeySource } from './credentials.ts';
import { failureOf } from './errors.ts';
import type { Answer } from './models.ts';
import { BUDGETS, withRetry } from './retry.ts';

/** What all views of one cloud share. */
export interface Shared {
  sender: Sender;
  keys: KeySource;
  cache: AnswerCache;
  clock: Clock;
  random: () => number;
  /** An error with the caller's name in it, where it lacks one. */
  named: (thrown: unknown) => Promise<unknown>;
  /** ECS_DR_REGIONS; undefined = all. */
  allowedRegions: readonly string[] | undefined;
}

/** One view: which user agent its calls carry, and what ends its waiting and its retries. */
export interface View {
  path: RecoveryPath;
  signal: AbortSignal | undefined;
  /** No read is tried again after this (ms of the clock). */
  until?: number;
}

/** Reads of the API: retried within the budget, identical ones shared, answers kept for as long as the caller allows. */
export class Api {
  readonly shared: Shared;
  readonly view: View;

  constructor(shared: Shared, view: View) {
    this.shared = shared;
    this.view = view;
  }

  read<A extends ActionName>(action: A, regionId: string, parameters: Parameters, maxAgeMs = 0): Promise<Answer<A>> {
    const wire = actionOf(action).regionId ? { RegionId: regionId, ...parameters } : parameters;
    const key = JSON.stringify([action, regionId, Object.entries(wire).sort(([a], [b]) => (a < b ? -1 : 1))]);
    return this.shared.cache.get(
      key,
      maxAgeMs,
      (signal) => this.attempt(action, regionId, wire, signal),
      this.view.signal,
    ) as Promise<Answer<A>>;
  }

  /** A read-like call (also a dry run) with its retries; nothing is kept. */
  attempt<A extends ActionName>(
    action: A,
    regionId: string,
    wire: Parameters,
    signal: AbortSignal | undefined,
  ): Promise<Answer<A>> {
    this.checkRegion(regionId);
    const { sender, keys, clock, random } = this.shared;
    let renewed = false;
    return withRetry(
      () => sender.send(action, regionId, wire, this.view.path),
      (thrown) => failureOf(thrown, action, regionId),
      (failure) => {
        if (failure.expiredKeys && !renewed) {
          renewed = true;
          keys.forget();
          return true;
        }
        return failure.repeat;
      },
      (failure) => failure.error,
      BUDGETS.read,
      { clock, random, signal, until: this.view.until },
    ).catch(async (thrown) => {
      throw action === 'GetCallerIdentity' ? thrown : await this.shared.named(thrown);
    });
  }

  /** Refuses a region that ECS_DR_REGIONS leaves out, before anything is sent. */
  checkRegion(regionId: string): void {
    const { allowedRegions } = this.shared;
    if (allowedRegions && !allowedRegions.includes(regionId)) {
      throw new DrError({
        code: 'RegionNotAllowed',
        message: `Region ${regionId} is not one that this server may touch.`,
        cause: `ECS_DR_REGIONS allows ${allowedRegions.join(', ')}.`,
        remedy: `Use one of these regions, or have ECS_DR_REGIONS extended in the server's configuration and restart it.`,
        retryable: false,
      });
    }
  }
}
