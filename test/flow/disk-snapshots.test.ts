import { expect, test } from 'vitest';
import { findSnapshots } from '../../src/flow/disk-snapshots.ts';
import type { ToolContext } from '../../src/tool.ts';
import { aDisk, aSnapshot } from '../recovery/make.ts';

test('of several snapshots of one disk the first taken counts, in whatever order they are listed', async () => {
  const disk = aDisk();
  const newest = aSnapshot(disk, { id: 's-1', createdAt: '2026-11-20T03:00:02Z' });
  const first = aSnapshot(disk, { id: 's-2', createdAt: '2026-11-20T03:00:01Z' });
  for (const listed of [
    [newest, first],
    [first, newest],
  ]) {
    const context = { recoveryId: 'r', cloud: { snapshots: async () => listed } } as unknown as ToolContext;
    const { existing } = await findSnapshots(context, 'cn-hangzhou', [disk]);
    expect(existing.map((s) => s.id)).toEqual(['s-2']);
  }
});
