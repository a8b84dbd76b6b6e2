import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { EvaluationJobs } from './jobs.js';

/** What a thread is asked, and what it answers. */
export interface JobMessage {
  job: keyof EvaluationJobs;
  input: unknown;
}
export type JobReply<T = unknown> = { output: T } | { error: Error };

/** Threads that share the jobs; close them when done. */
export interface WorkerPool {
  jobs: EvaluationJobs;
  close(): Promise<void>;
}

const THREADS_MAX = 8;

/**
 * Runs jobs on as many threads as there are cores, 8 at most, first come first served. A thread that dies fails its
 * job; the results do not depend on which thread did what.
 */
export const startWorkerPool = (entry: URL): WorkerPool => {
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  const workers = Array.from(
    { length: Math.min(THREADS_MAX, availableParallelism()) },
    () => new Worker(entry),
  );
  idle.push(...workers);
  const take = (): Promise<Worker> => {
    const worker = idle.pop();
    return worker === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(worker);
  };
  const giveBack = (worker: Worker): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  };
  const call = async <T>(job: keyof EvaluationJobs, input: unknown): Promise<T> => {
    const worker = await take();
    try {
      return await ask<T>(worker, { job, input });
    } finally {
      giveBack(worker);
    }
  };
  return {
    jobs: {
      keyPairs: (input) => call('keyPairs', input),
      learn: (input) => call('learn', input),
      answers: (input) => call('answers', input),
      trees: (input) => call('trees', input),
      network: (input) => call('network', input),
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
};

const ask = <T>(worker: Worker, message: JobMessage): Promise<T> =>
  new Promise((resolve, reject) => {
    const settle = (action: () => void): void => {
      worker.off('message', onReply);
      worker.off('error', onError);
      action();
    };
    const onReply = (reply: JobReply<T>): void =>
      settle(() => ('error' in reply ? reject(reply.error) : resolve(reply.output)));
    const onError = (error: Error): void => settle(() => reject(error));
    worker.on('message', onReply);
    worker.on('error', onError);
    worker.postMessage(message);
  });
