import { describe, expect, it } from 'vitest';
import { progressTo } from '../../src/cli/progress.js';

const stream = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, isTTY, write: (text: string) => written.push(text) };
};

describe('how far a command is', () => {
  it('stays on one line of a terminal', () => {
    const terminal = stream(true);
    const progress = progressTo(terminal, () => 0);
    progress('1 of 2');
    progress('2 of 2');
    expect(terminal.written).toEqual(['\r1 of 2\u001b[K', '\r2 of 2\u001b[K']);
  });

  it('is a line every 30 seconds where there is no terminal, and none of a short command', () => {
    const log = stream(false);
    let now = 0;
    const progress = progressTo(log, () => now);
    for (const [at, line] of [
      [1_000, '1 of 9'],
      [31_000, '2 of 9'],
      [45_000, '3 of 9'],
      [62_000, '4 of 9\n'],
    ] as const) {
      now = at;
      progress(line);
    }
    expect(log.written).toEqual(['2 of 9\n', '4 of 9\n']);
  });
});
