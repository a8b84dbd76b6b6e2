/** Checks hold the process for no longer than this at a stretch, but for one that takes longer by itself. */
const STRETCH_MS = 20;

/** Waits for one turn of the event loop where none has been for a while, so that other requests get theirs. */
export function breather(nowMs: () => number): () => Promise<void> {
  let turnedAtMs = nowMs();
  return async () => {
    if (nowMs() - turnedAtMs < STRETCH_MS) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    turnedAtMs = nowMs();
  };
}
