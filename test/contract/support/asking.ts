import type { TestContext } from 'vitest';

export interface Refusal {
  code: string;
  status: number;
  message: string;
}

/** The error that a call is answered with; fails when it is not refused. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    const { code, statusCode, message } = error as { code?: string; statusCode?: number; message: string };
    if (code === undefined || statusCode === undefined) throw error;
    return { code, status: statusCode, message };
  }
  throw new Error('expected to be refused, and was not');
}

/** What a case needs to be there. In a real account it may not be: the case is then skipped, and says why. */
export function needed<T>(context: TestContext, value: T | undefined, lacking: string): T {
  if (value !== undefined) return value;
  return context.skip(lacking) as never;
}

/** Rights that a read-only user lacks make a case impossible, not wrong. */
export function unlessForbidden(context: TestContext, { code }: Refusal): void {
  if (/^Forbidden/.test(code)) context.skip(`the caller lacks the right: ${code}`);
}

/** What was answered; an answer without a body is none. */
export function bodyOf<T>({ body }: { body?: T }): T {
  if (body === undefined) throw new Error('the answer has no body');
  return body;
}
