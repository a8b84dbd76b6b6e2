import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Megabytes (10^6 bytes) after a collection of garbage. */
export interface MemoryUse {
  heap_mb: number;
  /** Typed arrays, which lie outside the heap. */
  arrays_mb: number;
  /** Of the whole process, with what the collection has not given back. */
  rss_mb: number;
}

/** What the process holds now. */
export const memoryUse = (): MemoryUse => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
  return { heap_mb: megabytes(heapUsed), arrays_mb: megabytes(arrayBuffers), rss_mb: megabytes(rss) };
};
