import { appendFileSync, closeSync, constants, fchmodSync, fstatSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Windows has neither of the last two: making a link needs a privilege there. */
const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * Opens a file to append to, and makes it its owner's alone. The name is looked up once and everything else is done to
 * what was opened. A symbolic link is not followed: it would lend the rights of this process to whoever made it. A
 * device or a pipe is written to as it is, since its mode concerns others; one that nobody reads is an error, not a
 * wait.
 */
export function openToAppend(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  const fd = openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    // One that was there before keeps its mode unless it is told.
    if (fstatSync(fd).isFile()) fchmodSync(fd, 0o600);
  } catch {
    // Another's file, or a file system without modes.
  }
  return fd;
}

/** Nothing to write still tells whether it could be. */
export function appendTo(file: string, text: string): void {
  const fd = openToAppend(file);
  try {
    if (text !== '') appendFileSync(fd, text);
  } finally {
    closeSync(fd);
  }
}

const REASONS: Record<string, string> = {
  ELOOP: 'it is a symbolic link, which is not followed',
  EACCES: 'this server may not write it',
  EPERM: 'this server may not write it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'a part of its path is no folder',
  EROFS: 'its file system is read-only',
  ENOSPC: 'no space is left',
  EDQUOT: 'no space is left',
  ENXIO: 'nobody reads it',
  EAGAIN: 'its reader is too slow',
};

/** Why a file could not be opened or written, in words. */
export function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return REASONS[code] ?? code;
}
