import type { Disk, Instance, InstanceExtras } from './estate.ts';
import { diskRows } from './fidelity-disks.ts';
import { billingRows, computeRows, identityRows } from './fidelity-instance.ts';
import { networkRows } from './fidelity-network.ts';

export interface FidelityRow {
  attribute: string;
  source: string;
  verdict: 'inherited' | 'transformed' | 'asked' | 'dropped' | 'impossible';
  /** What the copy gets, where that is known and not the same. */
  target?: string;
  reason: string;
}

export interface WholeSource {
  source: Instance;
  extras: InstanceExtras;
  disks: readonly Disk[];
}

/**
 * What becomes of every attribute of the instance and its disks: one row for each that the source has a value for, or
 * whose absence matters (no public IP, no key pair). Short strings: this is read by a model.
 */
export function fidelityLedger(of: WholeSource): FidelityRow[] {
  return [
    ...computeRows(of),
    ...networkRows(of),
    ...billingRows(of),
    ...identityRows(of),
    ...diskRows(of),
    ...unread(of),
  ];
}

/** What could not be read is neither carried nor silently forgotten. */
function unread({ extras }: WholeSource): FidelityRow[] {
  return extras.unread.map(({ read, reason }) => ({
    attribute: read,
    source: 'unknown',
    verdict: 'dropped',
    reason: `could not be read (${reason}), so not carried`,
  }));
}
