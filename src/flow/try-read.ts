import { DrError } from '../errors.ts';

/**
 * A read that only informs: undefined where the cloud does not tell. What is no answer of the cloud is a defect of ours,
 * and goes on to the boundary.
 */
export async function tryRead<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof DrError) return undefined;
    throw error;
  }
}
