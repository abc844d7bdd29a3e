import * as z from 'zod';
import type { Clock } from './clock.ts';
import type { Cloud, ReadOptions } from './cloud/cloud.ts';
import type { Consent } from './decisions/consent.ts';
import type { Decision, Next, Plan } from './decisions/decision.ts';
import type { Created } from './errors.ts';
import type { Log } from './log.ts';
import { RECOVERY_ID } from './recovery/ids.ts';
import type { Say } from './text/say.ts';

export type { Next };

/** What a handler gives back; the runner makes the shared envelope of it. */
export interface Outcome {
  status: 'done' | 'in_progress' | 'declined';
  /** Short Markdown for people. */
  text: string;
  /** The tool's own fields. */
  fields?: Record<string, unknown>;
  next?: Next;
  /** Left out where the outcome belongs to no recovery. */
  recoveryId?: string;
}

/** Everything a handler may touch. One is made per call. */
export interface ToolContext {
  cloud: Cloud;
  clock: Clock;
  log: Log;
  say: Say;
  signal: AbortSignal;
  /** The recovery this call belongs to: the given one, the plan token's, or a new one. */
  recoveryId: string;
  /** False when the recovery id was minted by this very call, so that nothing can exist of it yet. */
  resumed: boolean;
  /** For reads that a plan is computed from: answers of this same call, at most a minute old, need not be asked for again. */
  recent: ReadOptions;
  /** When this call began (ms of `clock`). */
  startedAt: number;
  /** What an earlier call of this process left to the next: how far a poll was, what the API said of a request. Bounded. */
  memory: Map<string, unknown>;
  /** When the wait of this call ends (ms of `clock`). */
  waitUntil: number;
  choose(decision: Decision): string;
  approve(id: string, question: string, plan: Plan): Consent;
  /**
   * The cloud is not ready for what was approved: a later call need not ask for the same plan again. Returns what the
   * text of this call tells of it.
   */
  keep(consent: Consent): string;
  /**
   * What follows is what the next call does from its beginning: answers count in that order. For a tool that goes over
   * its decisions again in the same call, since a creation was refused.
   */
  startOver(): void;
  /** Tells the client how far the work is (0–100), if it asked to be told. */
  progress(percent: number, message: string): void;
  /** Remembers what exists because of this call, so that a failure further on lists it. */
  exists(created: Created): void;
}

export interface ToolDefinition<Shape extends z.ZodRawShape = z.ZodRawShape> {
  name: string;
  title: string;
  /** One or two exact sentences: they are in every conversation. */
  description: string;
  /** What the tool does to the world; annotations, read-only filtering and the need for consent follow from it. */
  effect: 'read' | 'create';
  /** May put a question to the person. Every `create` tool does. */
  asks: boolean;
  /** Starts or watches long work. */
  waits: boolean;
  input: Shape;
  run(input: z.infer<z.ZodObject<Shape>> & SharedInput, context: ToolContext): Promise<Outcome>;
}

/** Declares a tool. */
export function defineTool<Shape extends z.ZodRawShape>(tool: ToolDefinition<Shape>): ToolDefinition<Shape> {
  return tool;
}

export interface SharedInput {
  regionId?: string | undefined;
  recoveryId?: string | undefined;
  answers?: Record<string, string> | undefined;
  planToken?: string | undefined;
  waitSeconds?: number | undefined;
}

export const DEFAULT_WAIT_SECONDS = 40;

/** Characters of an answer, in the arguments or typed in a dialog: the ids of sixteen disks fit. */
export const MAX_ANSWER = 512;

/** Ids as the API makes them: a prefix and lower-case letters and digits. */
const id = (prefix: string, what: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}-[a-zA-Z0-9]{3,40}$`), `must look like ${prefix}-bp1abc…`)
    .describe(what);

/** The fields that tools share, by pattern; described once. */
export const field = {
  instanceId: (what = 'Source instance') => id('i', what),
  diskId: (what = 'Disk') => id('d', what),
  /** As many as one read of the API takes [params: DescribeDisks.DiskIds]; an instance never has as many. */
  diskIds: (what: string) => z.array(field.diskId()).max(100).describe(what),
  snapshotId: (what = 'Snapshot') => id('s', what),
  snapshotGroupId: (what = 'Snapshot consistency group') => id('ssg', what),
  imageId: (what = 'Image') => id('m', what),
  vpcId: (what = 'VPC') => id('vpc', what),
  vSwitchId: (what = 'vSwitch') => id('vsw', what),
  regionId: () =>
    z
      .string()
      .regex(/^[a-z]{2}-[a-z0-9-]{2,40}$/, 'must look like cn-hangzhou')
      .describe('Region; found from the instance if absent'),
  zoneId: (what = 'Zone') =>
    z
      .string()
      .regex(/^[a-z]{2}-[a-z0-9-]{2,40}$/, 'must look like cn-hangzhou-k')
      .describe(what),
  instanceType: (what = 'Instance type') =>
    z
      .string()
      .regex(/^ecs\.[a-z0-9.-]{2,60}$/, 'must look like ecs.g7.large')
      .describe(what),
  /** What a person chose in find-target-zone. */
  diskCategories: () =>
    z
      .record(z.string().regex(/^\/dev\/xvd[a-z]{1,2}$/), field.category())
      .optional()
      .describe('Source device → category the user chose'),
  category: () => z.string().regex(/^[a-z][a-z0-9_]{2,40}$/, 'must look like cloud_essd'),
  /** Names of snapshots, groups and images [limits: names]. */
  name: (what: string) =>
    z
      .string()
      .min(2)
      .max(128)
      // Not as a pattern: hosts check schemas with regex engines that know no Unicode classes.
      .refine(
        (n) => /^\p{L}[\p{L}\p{N}:_.-]+$/u.test(n),
        'must hold letters, digits, : _ . - only and start with a letter',
      )
      .refine((n) => !/^(auto|aliyun|acs:)/i.test(n), 'must not start with auto, aliyun or acs:')
      .describe(what),
} as const;

/** The input schema of a tool: closed, its own fields and the shared ones it takes. */
export function inputSchema(tool: ToolDefinition, options: { pinnedRegion: boolean }): z.ZodObject {
  return z.strictObject({
    ...tool.input,
    ...(!options.pinnedRegion && { regionId: field.regionId().optional() }),
    ...(tool.asks && {
      recoveryId: z
        .string()
        .regex(RECOVERY_ID, 'must be an id this server gave')
        .optional()
        .describe('Recovery to continue'),
      answers: z
        .record(z.string().max(64), z.string().max(MAX_ANSWER))
        .optional()
        .describe("The user's answers: decision id → value"),
      planToken: z.string().max(2048).optional().describe('From the latest decision'),
    }),
    ...(tool.waits && {
      waitSeconds: z.number().min(0).max(45).optional().describe(`Longest wait, s (default ${DEFAULT_WAIT_SECONDS})`),
    }),
  });
}
