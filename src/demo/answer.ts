import * as z from 'zod';

/** What the demo reads of the results; whatever else they carry passes through. */
const next = z.looseObject({ tool: z.string(), arguments: z.record(z.string(), z.unknown()), why: z.string() });

const decision = z.looseObject({
  id: z.string(),
  notAccepted: z.string().optional(),
  question: z.string(),
  options: z.array(z.looseObject({ value: z.string(), title: z.string(), description: z.string() })),
  allowCustom: z.boolean().optional(),
  plan: z
    .looseObject({
      action: z.string(),
      parameters: z.record(z.string(), z.unknown()),
      more: z.array(z.looseObject({ action: z.string(), parameters: z.record(z.string(), z.unknown()) })).optional(),
      price: z.record(z.string(), z.unknown()).optional(),
      notes: z.array(z.string()).optional(),
    })
    .optional(),
  planToken: z.string(),
});

const failure = z.looseObject({ code: z.string(), message: z.string(), cause: z.string(), remedy: z.string() });

const answer = z.looseObject({
  status: z.enum(['done', 'in_progress', 'decision_required', 'declined']).optional(),
  recoveryId: z.string().optional(),
  next: next.optional(),
  decision: decision.optional(),
  error: failure.optional(),
});

export type Next = z.infer<typeof next>;
export type Decision = z.infer<typeof decision>;
export type Failure = z.infer<typeof failure>;
export type Answer = z.infer<typeof answer>;

export function readAnswer(structuredContent: unknown): Answer {
  return answer.parse(structuredContent ?? {});
}

const source = z.looseObject({
  instanceId: z.string(),
  name: z.string(),
  status: z.string(),
  zoneId: z.string(),
  instanceType: z.string(),
  chargeType: z.string(),
});
const disk = z.looseObject({
  diskId: z.string(),
  device: z.string().optional(),
  type: z.string(),
  category: z.string(),
  performanceLevel: z.string().optional(),
  sizeGiB: z.number(),
});
const point = z.looseObject({
  kind: z.string(),
  id: z.string(),
  complete: z.boolean(),
  consistent: z.boolean(),
  zoneSafe: z.boolean(),
  usable: z.boolean(),
  disksOnly: z.boolean().optional(),
  ageSeconds: z.number(),
  recoveryId: z.string().optional(),
});

/** `describe-source`. */
export const description = z.looseObject({
  source,
  disks: z.array(disk),
  snapshotStrategy: z.looseObject({ kind: z.string(), reason: z.string() }),
  recoveryPoints: z.array(point),
  warnings: z.array(z.string()),
  blockers: z.array(z.string()),
  next: next.optional(),
});
export type Description = z.infer<typeof description>;
export type SourceDisk = z.infer<typeof disk>;
export type Point = z.infer<typeof point>;

/** `check-recovery`. */
export const recovery = z.looseObject({
  phase: z.string(),
  resources: z.array(
    z.looseObject({ kind: z.string(), id: z.string(), status: z.string(), percent: z.number().optional() }),
  ),
});
export type Resource = z.infer<typeof recovery>['resources'][number];

/** `find-target-zone`. */
export const target = z.looseObject({
  target: z.looseObject({
    zoneId: z.string(),
    instanceType: z.string(),
    systemDiskCategory: z.string().optional(),
    dataDiskCategories: z.record(z.string(), z.string()),
    vSwitchId: z.string().optional(),
    cidrBlock: z.string().optional(),
  }),
});
export type Target = z.infer<typeof target>['target'];

/** `run-dr-instance` and `verify-recovery`. */
export const comparison = z.looseObject({
  drInstanceId: z.string(),
  comparison: z.array(
    z.looseObject({ attribute: z.string(), source: z.string(), dr: z.string(), expected: z.string() }),
  ),
  differences: z.array(
    z.looseObject({ attribute: z.string(), expected: z.string(), actual: z.string(), remedy: z.string() }),
  ),
  verified: z.boolean(),
});
export type Comparison = z.infer<typeof comparison>;

const attached = z.looseObject({
  diskId: z.string(),
  snapshotId: z.string().optional(),
  device: z.string().optional(),
  category: z.string(),
  performanceLevel: z.string().optional(),
  sizeGiB: z.number(),
  status: z.string(),
});

/** `attach-recovered-disk`. */
export const attachment = z.looseObject({ disks: z.array(attached), targetDisks: z.array(attached) });
export type AttachedDisk = z.infer<typeof attached>;

/** `create-snapshot`. */
export const snapshots = z.looseObject({
  snapshots: z.array(z.looseObject({ snapshotId: z.string(), diskId: z.string().optional() })),
});
