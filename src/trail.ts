import { appendTo, whyNot } from './append.ts';
import type { AuditTrail } from './cloud/audit.ts';
import { DrError } from './errors.ts';
import { type Log, openLog } from './log.ts';

/**
 * The audit trail: a line per change on stderr, whatever the log level, and in the file, if one is named.
 *
 * Whoever names a file wants every change in it, so a change is not sent while its line could not be written (nor while
 * that of an earlier one is owed, because the disk filled up in between). That may be the worst day to be refused; but
 * what it takes is to mend a path or to unset a variable, and the same call goes through, whereas a hole in the trail
 * cannot be mended afterwards. The file is opened anew for each line: it may be moved away and begun again.
 */
export async function openTrail(file: string | undefined, log: Log | undefined): Promise<AuditTrail> {
  const stderr = await openLog({ level: 'info' });
  /** Lines of changes that were sent; the file has not got them yet. */
  let owed = '';
  let told = false;
  const tell = (error: unknown): void => {
    if (told) return;
    told = true;
    const text = `ECS_DR_AUDIT_FILE cannot be written: ${whyNot(error)}. Until it can, no change is sent.`;
    for (const to of log ? [stderr, log] : [stderr]) to.error({ code: 'AuditFileUnusable', file }, text);
  };
  /** What is wrong with the file, if anything. */
  const write = (line: string): unknown => {
    if (!file) return undefined;
    try {
      appendTo(file, owed + line);
      owed = '';
      told = false;
      return undefined;
    } catch (error) {
      tell(error);
      return error;
    }
  };
  // With the first call, whatever it is, rather than with the first change.
  write('');
  return {
    audit: (record) => {
      stderr.info({ audit: record }, `${record.action} ${record.result}`);
      const line = `${JSON.stringify(record)}\n`;
      if (write(line) !== undefined && record.attempts > 0) owed += line;
    },
    auditReady: () => {
      const problem = write('');
      if (problem !== undefined) throw unusable(whyNot(problem));
    },
  };
}

function unusable(why: string): DrError {
  return new DrError({
    code: 'AuditFileUnusable',
    message: 'The change was not sent: its line in the audit trail could not be written.',
    cause: `The file that ECS_DR_AUDIT_FILE names cannot be written: ${why}.`,
    remedy:
      'Mend the file or its folder, then call again with the same arguments: no restart is needed. Or name another one in ECS_DR_AUDIT_FILE, or leave it out (the audit trail goes to stderr in any case), and restart the server.',
    retryable: false,
  });
}
