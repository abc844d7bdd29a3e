import { test } from 'vitest';
import { fuzzArguments } from './arguments.ts';
import { fuzzProtocol } from './protocol.ts';

/** ECS_DR_SEED repeats a run; without it every soak tries something new. */
const seed = Number(process.env.ECS_DR_SEED ?? Date.now() % 2 ** 31);

test(`tens of thousands of frames on stdin (seed ${seed})`, { timeout: 20 * 60_000 }, async () => {
  await fuzzProtocol(400, 75, seed);
});

test(`tens of thousands of arguments for the tools (seed ${seed})`, { timeout: 20 * 60_000 }, async () => {
  await fuzzArguments(20_000, seed);
});
