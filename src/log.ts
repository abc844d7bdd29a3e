import { chmodSync } from 'node:fs';
import type { Logger } from 'pino';

/** What is logged with: message and facts; never anything secret. */
export type Log = Pick<Logger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

export interface LogTarget {
  level: string;
  /** Default: stderr. */
  file?: string;
}

/** Lines go out at once: the process may end at any moment. */
export async function openLog({ level, file }: LogTarget): Promise<Log> {
  // Bundled, a CommonJS package has its default export alone.
  const { default: pino } = await import('pino');
  if (file) openToOwnerAlone(file);
  const to = file
    ? pino.destination({ dest: file, mkdir: true, sync: true, mode: 0o600 })
    : pino.destination({ dest: 2, sync: true });
  const log: Log = pino({ level, base: null }, to);
  return log;
}

/** A file that was there before keeps its mode unless it is told. */
function openToOwnerAlone(file: string): void {
  try {
    chmodSync(file, 0o600);
  } catch {
    // Not there yet, or another's: pino tells what is wrong with it.
  }
}

/** The same, loaded with the first line: most starts log nothing, and every start is waited for. */
export function lazyLog(target: LogTarget): Log {
  let opened: Promise<Log> | undefined;
  const line =
    (level: (typeof LEVELS)[number]) =>
    (...args: [object, string?]): void => {
      opened ??= openLog(target);
      void opened.then((log) => log[level](...args)).catch(() => {});
    };
  return Object.fromEntries(LEVELS.map((level) => [level, line(level)])) as unknown as Log;
}
