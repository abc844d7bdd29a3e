/** One line per call that changes something, whatever became of it. Never a secret: no parameter values, only digests and ids. */
export interface AuditRecord {
  /** ISO 8601 UTC, by the cloud's clock. */
  time: string;
  recoveryId: string;
  step: string;
  action: string;
  regionId: string;
  requestId?: string;
  clientToken?: string;
  requestDigest: string;
  /** Digest of all requests that were approved together. */
  planDigest: string;
  decisionId: string;
  decidedBy: 'dialog' | 'token';
  attempts: number;
  /** `ok`, or the error's code (`OutcomeUnknown` when nobody could say). */
  result: string;
  ids?: Record<string, string[]>;
}

/** Where the lines go. */
export interface AuditTrail {
  audit(record: AuditRecord): void;
  /** Asked before each approval and each change: throws where its line could not be kept, and then nothing is sent. */
  auditReady?(): void;
}
