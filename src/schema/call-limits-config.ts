import { z } from 'zod';

/** Bounds of the calls to what lies outside. */
export const callLimits = {
  concurrency: z
    .int()
    .positive()
    .default(8)
    .describe('Calls at once, in each process; further ones wait within timeout_ms.'),
  retries: z
    .int()
    .nonnegative()
    .default(2)
    .describe(
      'Further tries after 429, 5xx and broken connections, where the time allows; retry-after is kept.',
    ),
  circuit_failures: z
    .int()
    .positive()
    .default(5)
    .describe('Failures in a row after which nothing is asked for circuit_pause_ms.'),
  circuit_pause_ms: z
    .int()
    .positive()
    .default(30_000)
    .describe('How long nothing is asked; then one request tries it.'),
};
