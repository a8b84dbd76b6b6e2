import type { Out } from './outcome.js';

const BETWEEN_MS = 30_000;

interface ProgressStream {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells how far a command is: over one line of a terminal, elsewhere (a log, CI) a line of its own every 30 seconds at most. */
export const progressTo = (stream: ProgressStream, now: () => number = () => performance.now()): Out => {
  let last = now();
  return (line) => {
    if (stream.isTTY === true) {
      stream.write(`\r${line}\u001b[K`);
      return;
    }
    if (now() - last < BETWEEN_MS) return;
    last = now();
    stream.write(`${line.trimEnd()}\n`);
  };
};
