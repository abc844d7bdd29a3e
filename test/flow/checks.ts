import { expect } from 'vitest';
import * as z from 'zod';
import { inputSchema } from '../../src/tool.ts';
import { tools } from '../../tools/index.ts';
import type { Result } from '../support/agent.ts';

const SYSTEM_COMMANDS =
  /\b(lsblk|fdisk|parted|growpart|mkfs\S*|resize2fs|xfs_\w+|blkid|e2fsck|vgchange|pvscan|lvm\s+\w+|chroot|systemctl|fstab|sudo)\b|\bmount\s+(-|\/)/i;

/**
 * What must hold of every result of every flow: its `next` fits the schema of the tool it names (an argument that only a
 * person can give is asked for in `why`), and nothing in it is a command for an operating system.
 */
export function checkResults(results: readonly Result[]): void {
  for (const result of results) {
    expect(JSON.stringify(result)).not.toMatch(SYSTEM_COMMANDS);
    if (result.status === 'in_progress') expect(result.next, result.text).toBeDefined();
    if (result.next) checkNext(result.next);
    if (result.decision) {
      const { decision } = result;
      expect(decision.options.length, decision.question).toBeGreaterThanOrEqual(2);
      expect(decision.options.length, decision.question).toBeLessThanOrEqual(4);
      expect(decision.options[0]?.recommended).toBe(true);
    }
    expect(result.error?.code, result.error?.message).not.toBe('InternalServerDefect');
  }
}

function checkNext(next: NonNullable<Result['next']>): void {
  const tool = tools.find((t) => t.name === next.tool);
  if (!tool) throw new Error(`next names ${next.tool}, which is no tool`);
  expect(next.why.length).toBeGreaterThan(10);
  const schema = inputSchema(tool, { pinnedRegion: false });
  const left = z.safeParse(schema, next.arguments).error?.issues ?? [];
  for (const issue of left) {
    const missing = issue.path.length === 1 && !(String(issue.path[0]) in next.arguments);
    expect(missing, `${next.tool}: ${issue.path.join('.')} ${issue.message}`).toBe(true);
    expect(next.why, `${next.tool} lacks ${String(issue.path[0])}`).toMatch(/ask|choose/i);
  }
}
