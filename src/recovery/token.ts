import { createHash } from 'node:crypto';
import type { ChangeRequest } from './estate.ts';

/**
 * The client token of one step: the same recovery, step and request always give the same token, so that a repeat, from
 * any process, is the same call to the API; any other request gives another, which the API would refuse under one token.
 * 64 ASCII characters at most.
 */
export function clientToken(recoveryId: string, step: string, request: ChangeRequest): string {
  const parameters = Object.entries(request.parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = JSON.stringify([recoveryId, step, request.action, request.regionId, parameters]);
  return `ecs-dr-${createHash('sha256').update(canonical).digest('hex').slice(0, 48)}`;
}
