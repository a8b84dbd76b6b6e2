import { parentPort } from 'node:worker_threads';
import { jobsHere } from './jobs.js';
import type { JobReply } from './worker-pool.js';

/** Entry of a thread of the pool: one job at a time, answered in order. */
parentPort?.on('message', async ({ job, input }) => {
  let reply: JobReply;
  try {
    const run: (given: typeof input) => Promise<unknown> = jobsHere[job as keyof typeof jobsHere];
    reply = { output: await run(input) };
  } catch (error) {
    reply = { error: error instanceof Error ? error : new Error(String(error)) };
  }
  parentPort?.postMessage(reply);
});
