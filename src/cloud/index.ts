/** What the rest of the house uses of this folder; load it behind a dynamic import, on first need. */
export type { AuditRecord } from './audit.ts';
export type * from './cloud.ts';
export { type CloudConfig, type OpenOptions, openCloud } from './open.ts';
