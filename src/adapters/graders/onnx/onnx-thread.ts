import { Worker } from 'node:worker_threads';
import type { Spend } from '../scored-grader.js';
import type { TaskScores } from './score-claims.js';
import type { ScoringTask } from './scoring-task.js';
import type { FromThread, ThreadModel, ToThread } from './thread-messages.js';

/** A model in a thread of its own. */
export interface OnnxThread {
  /** Resolves when the model is loaded. @throws {Error} in words for the operator, when it cannot be. */
  ready(): Promise<void>;
  /** @throws {Error} when the model or its thread fails; the signal's reason when it is aborted. */
  score(task: ScoringTask, signal: AbortSignal, spend: Spend): Promise<TaskScores>;
  close(): Promise<void>;
}

interface Waiting {
  spend: Spend;
  resolve(scores: TaskScores): void;
  reject(error: Error): void;
}

interface Running {
  worker: Worker;
  isLoaded: Promise<void>;
}

/**
 * Starts the thread with the first call; one that died is started again with the next. While nothing is asked it keeps
 * no process alive.
 * @param entry the built file of onnx-worker.ts.
 */
export const onnxThread = (entry: URL, model: ThreadModel): OnnxThread => {
  const waiting = new Map<number, Waiting>();
  let running: Running | null = null;
  let nextId = 0;

  const failAll = (error: Error): void => {
    running = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  const start = (): Running => {
    const worker = new Worker(entry, { workerData: model });
    const isLoaded = new Promise<void>((resolve, reject) => {
      worker.on('message', (message: FromThread) => {
        if (!('isReady' in message)) return take(message);
        if (message.isReady) resolve();
        else reject(new Error(message.reason));
        rest();
      });
      const end = (error: Error): void => {
        reject(error);
        if (running?.worker === worker) failAll(error);
      };
      worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
      worker.on('exit', (code) => end(new Error(`The model's thread ended with code ${code}.`)));
    });
    // Whoever waits for it hears of it; when nobody does, the next call tries again.
    isLoaded.catch(() => {
      if (running?.worker === worker) running = null;
      void worker.terminate();
    });
    return { worker, isLoaded };
  };

  const take = (message: Exclude<FromThread, { isReady: boolean }>): void => {
    const task = waiting.get(message.id);
    if (task === undefined) return;
    if ('calls' in message) {
      task.spend(message.calls, message.tokens);
      return;
    }
    waiting.delete(message.id);
    rest();
    if ('scores' in message) task.resolve(message.scores);
    else task.reject(new Error(message.reason));
  };

  /** Lets the process end when nothing is under way. */
  const rest = (): void => {
    if (waiting.size === 0) running?.worker.unref();
  };

  const started = (): Running => {
    running ??= start();
    running.worker.ref();
    return running;
  };

  return {
    ready: async () => await started().isLoaded,
    score: async (task, signal, spend) => {
      signal.throwIfAborted();
      const { worker, isLoaded } = started();
      nextId += 1;
      const id = nextId;
      const scored = new Promise<TaskScores>((resolve, reject) => {
        waiting.set(id, { spend, resolve, reject });
      });
      const post = (message: ToThread): void => worker.postMessage(message);
      const callOff = (): void => {
        post({ id, isCalledOff: true });
        waiting.get(id)?.reject(signal.reason);
        waiting.delete(id);
        rest();
      };
      signal.addEventListener('abort', callOff, { once: true });
      try {
        isLoaded.then(
          () => post({ id, task }),
          (error) => {
            waiting.get(id)?.reject(error);
            waiting.delete(id);
          },
        );
        return await scored;
      } finally {
        signal.removeEventListener('abort', callOff);
      }
    },
    close: async () => {
      const worker = running?.worker;
      failAll(new Error('The model was closed.'));
      await worker?.terminate();
    },
  };
};
