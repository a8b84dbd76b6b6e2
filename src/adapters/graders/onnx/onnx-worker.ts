import { parentPort, workerData } from 'node:worker_threads';
import { loadModel } from './load-model.js';
import { type PairModel, scoreTask } from './score-claims.js';
import type { FromThread, ThreadModel, ToThread } from './thread-messages.js';

// Entry of the thread that runs a model: the runtime blocks while it computes, which must not stop the proxy.
const { files, threads }: ThreadModel = workerData;
const tell = (message: FromThread): void => parentPort?.postMessage(message);
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Tasks that came and are not done. */
const open = new Set<number>();
const calledOff = new Set<number>();
/** Ends with the task before: one at a time. */
let last: Promise<void> = Promise.resolve();

const work = async (model: PairModel, { id, task }: Extract<ToThread, { task: unknown }>): Promise<void> => {
  try {
    const scores = await scoreTask(
      task,
      model,
      (calls, tokens) => tell({ id, calls, tokens }),
      async () => {
        // A turn of the event loop, in which it is heard that nobody waits any more.
        await new Promise((resolve) => setImmediate(resolve));
        if (calledOff.has(id)) throw new Error('called off');
      },
    );
    tell({ id, scores });
  } catch (error) {
    tell({ id, reason: reasonOf(error) });
  } finally {
    open.delete(id);
    calledOff.delete(id);
  }
};

try {
  const model = await loadModel(files, threads);
  parentPort?.on('message', (message: ToThread) => {
    if ('task' in message) {
      open.add(message.id);
      last = last.then(() => work(model, message));
    } else if (open.has(message.id)) calledOff.add(message.id);
  });
  tell({ isReady: true });
} catch (error) {
  tell({ isReady: false, reason: reasonOf(error) });
}
