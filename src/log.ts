import type { Logger } from 'pino';
import { openToAppend, whyNot } from './append.ts';

/** What is logged with: message and facts; never anything secret. */
export type Log = Pick<Logger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

const STDERR = 2;

export interface LogTarget {
  level: string;
  /** Default: stderr. */
  file?: string;
}

/** Lines go out at once: the process may end at any moment. A file that cannot be used is no reason to have no log. */
export async function openLog({ level, file }: LogTarget): Promise<Log> {
  // Bundled, a CommonJS package has its default export alone.
  const { default: pino } = await import('pino');
  const to = (fd: number, from: string): Log =>
    pino({ level: from, base: null }, pino.destination({ dest: fd, sync: true }));
  if (!file) return to(STDERR, level);
  try {
    return to(openToAppend(file), level);
  } catch (error) {
    to(STDERR, 'error').error(
      { code: 'LogFileUnusable', file },
      `ECS_DR_LOG_FILE cannot be used: ${whyNot(error)}. The log goes to stderr.`,
    );
    return to(STDERR, level);
  }
}

export interface LazyLog extends Log {
  /** Resolves once the lines so far are out: they may wait for pino to be loaded. */
  written(): Promise<void>;
}

/**
 * The same, loaded with the first line: most starts log nothing, and every start is waited for. A file is opened at
 * once, so that one that cannot be used is told while whoever named it looks.
 */
export function lazyLog(target: LogTarget): LazyLog {
  let opened = target.file ? openLog(target) : undefined;
  opened?.catch(() => {});
  const line =
    (level: (typeof LEVELS)[number]) =>
    (...args: [object, string?]): void => {
      opened ??= openLog(target);
      void opened.then((log) => log[level](...args)).catch(() => {});
    };
  const levels = Object.fromEntries(LEVELS.map((level) => [level, line(level)])) as unknown as Log;
  // Whoever waits here comes after the lines that wait themselves.
  return { ...levels, written: async () => void (await opened?.catch(() => {})) };
}
