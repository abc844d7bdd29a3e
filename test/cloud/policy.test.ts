import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../src/cloud/actions.ts';
import { actionsFor, policyFor } from '../../src/cloud/policy.ts';

function allowed(wish: Parameters<typeof policyFor>[0]): string[] {
  return [...new Set(policyFor(wish).Statement.flatMap((s) => s.Action))].sort();
}

describe('the smallest policy', () => {
  it('of reading allows every read of the table and nothing that changes', () => {
    const reads = Object.values(ACTIONS)
      .filter((a) => a.kind === 'read')
      .flatMap((a) => [...a.ram]);
    expect(allowed({ purposes: ['read-only'] })).toEqual([...new Set(reads)].sort());
  });

  it('of each purpose adds just its changes, under the product that RAM checks', () => {
    const changes = (purpose: 'instance' | 'image' | 'disks') => {
      const reads = allowed({ purposes: ['read-only'] });
      return allowed({ purposes: [purpose] }).filter((a) => !reads.includes(a));
    };
    expect(changes('instance')).toEqual([
      'ecs:CreateImage',
      'ecs:CreateSnapshot',
      'ecs:CreateSnapshotGroup',
      'ecs:RunInstances',
      'vpc:CreateVSwitch',
    ]);
    expect(changes('image')).toEqual(['ecs:CreateImage', 'ecs:RunInstances', 'vpc:CreateVSwitch']);
    expect(changes('disks')).toEqual([
      'ecs:AttachDisk',
      'ecs:CreateDisk',
      'ecs:CreateSnapshot',
      'ecs:CreateSnapshotGroup',
    ]);
  });

  it('limits regions, ties creations to our tag in the request and attaching to our tag on the disk', () => {
    expect(policyFor({ purposes: ['disks'], regions: ['cn-hangzhou'] }).Statement.slice(2)).toEqual([
      {
        Effect: 'Allow',
        Action: ['ecs:CreateDisk', 'ecs:CreateSnapshot', 'ecs:CreateSnapshotGroup'],
        Resource: ['acs:ecs:cn-hangzhou:*:*', 'acs:vpc:cn-hangzhou:*:*'],
        Condition: { StringLike: { 'acs:RequestTag/ecs-dr:recovery': ['*'] } },
      },
      { Effect: 'Allow', Action: ['ecs:AttachDisk'], Resource: ['acs:ecs:cn-hangzhou:*:instance/*'] },
      {
        Effect: 'Allow',
        Action: ['ecs:AttachDisk'],
        Resource: ['acs:ecs:cn-hangzhou:*:disk/*'],
        Condition: { StringLike: { 'acs:ResourceTag/ecs-dr:recovery': ['*'] } },
      },
    ]);
  });

  it('passes the one role of the source, only where an instance is created', () => {
    const passes = (purpose: 'instance' | 'disks') =>
      policyFor({ purposes: [purpose], ramRoleName: 'App-Role' }).Statement.filter((s) =>
        s.Action.includes('ram:PassRole'),
      );
    expect(passes('instance')).toEqual([
      { Effect: 'Allow', Action: ['ram:PassRole'], Resource: ['acs:ram:*:*:role/app-role'] },
    ]);
    expect(passes('disks')).toEqual([]);
  });

  it('names no action that the table does not have, and each of them once for a purpose', () => {
    for (const purpose of ['instance', 'image', 'disks', 'read-only'] as const) {
      const names = actionsFor([purpose]);
      expect(new Set(names).size).toBe(names.length);
      expect(names.every((name) => name in ACTIONS)).toBe(true);
    }
  });
});
