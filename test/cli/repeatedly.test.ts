import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { repeatedly } from '../../src/cli/repeatedly.js';

describe('repeated work', () => {
  const logged: string[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string) => void logged.push(message),
  };
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('begins at once, goes on after a failure, and ends with the close', async () => {
    let runs = 0;
    const work = repeatedly(
      'sweeping',
      1_000,
      async () => {
        runs += 1;
        if (runs === 2) throw new Error('busy');
      },
      log,
    );
    expect(runs).toBe(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(runs).toBe(3);
    expect(logged).toEqual(['sweeping failed and is tried again']);
    await work.close();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(runs).toBe(3);
  });

  it('never runs twice at once, and closing waits for a run under way', async () => {
    let end = (): void => undefined;
    let runs = 0;
    const work = repeatedly(
      'sweeping',
      1_000,
      () => {
        runs += 1;
        return new Promise<void>((resolve) => {
          end = resolve;
        });
      },
      log,
    );
    await vi.advanceTimersByTimeAsync(10_000);
    expect(runs).toBe(1);
    let isClosed = false;
    const closing = work.close().then(() => {
      isClosed = true;
    });
    await vi.advanceTimersByTimeAsync(10);
    expect(isClosed).toBe(false);
    end();
    await closing;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(runs).toBe(1);
  });
});
