import type { Client } from '@modelcontextprotocol/sdk/client/index.js';

export interface Decision {
  id: string;
  question: string;
  options: { value: string; title: string; description: string; recommended?: boolean }[];
  allowCustom?: boolean;
  plan?: {
    action: string;
    parameters: Record<string, unknown>;
    more?: { action: string; parameters: Record<string, unknown> }[];
    price?: unknown;
    notes?: string[];
  };
  planToken: string;
  expiresAt: string;
}

export interface Result {
  status?: 'done' | 'in_progress' | 'decision_required' | 'declined';
  recoveryId?: string;
  next?: { tool: string; arguments: Record<string, unknown>; why: string };
  decision?: Decision;
  error?: {
    code: string;
    message: string;
    cause: string;
    remedy: string;
    retryable: boolean;
    requestId?: string;
    ramAction?: string;
    created?: { kind: string; id: string; note?: string }[];
  };
  text: string;
  isError: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: a tool's own fields, read by tests that know them
  [field: string]: any;
}

export async function call(client: Client, name: string, args: Record<string, unknown>): Promise<Result> {
  const result = await client.callTool({ name, arguments: args }, undefined, { timeout: 120_000 });
  const structured = (result.structuredContent ?? {}) as Record<string, unknown>;
  const [content] = result.content as { type: string; text: string }[];
  return { ...structured, text: content?.text ?? '', isError: result.isError === true };
}

/** Which option a person takes: by decision id, else the recommended one. */
export type Choices = Record<string, string | ((decision: Decision) => string)>;

/** One step to its end: decisions answered as a host without a dialog does, work in progress followed with check-recovery. */
export async function step(
  client: Client,
  tool: string,
  args: Record<string, unknown>,
  choices: Choices = {},
  seen: Result[] = [],
): Promise<Result> {
  let result = await decided(client, tool, args, choices, seen);
  for (let polls = 0; result.status === 'in_progress' && result.next && polls < 500; polls++) {
    const following = result.next;
    result = await decided(client, following.tool, following.arguments, choices, seen);
  }
  return result;
}

/** One call with every decision it needs answered. */
export async function decided(
  client: Client,
  tool: string,
  args: Record<string, unknown>,
  choices: Choices = {},
  seen: Result[] = [],
): Promise<Result> {
  const answers: Record<string, string> = {};
  let result = await call(client, tool, args);
  seen.push(result);
  for (let asked = 0; result.decision && asked < 20; asked++) {
    const { decision } = result;
    const choice = choices[decision.id];
    answers[decision.id] =
      (typeof choice === 'function' ? choice(decision) : choice) ?? decision.options[0]?.value ?? '';
    result = await call(client, tool, {
      ...args,
      recoveryId: result.recoveryId,
      answers: { ...answers },
      planToken: decision.planToken,
    });
    seen.push(result);
  }
  return result;
}

/** A whole recovery as an agent drives it: from the first call along every `next` to the end. */
export async function follow(
  client: Client,
  first: { tool: string; arguments: Record<string, unknown> },
  choices: Choices = {},
  extra: (
    next: { tool: string; arguments: Record<string, unknown> },
    so_far: Result[],
  ) => Record<string, unknown> = () => ({}),
): Promise<Result[]> {
  const seen: Result[] = [];
  let next: { tool: string; arguments: Record<string, unknown> } | undefined = first;
  for (let steps = 0; next && steps < 600; steps++) {
    const args: Record<string, unknown> = { ...next.arguments, ...extra(next, seen) };
    const result: Result = await decided(client, next.tool, args, choices, seen);
    if (result.isError) break;
    next = result.next;
  }
  return seen;
}
