import { afterEach, expect, it, vi } from 'vitest';
import { consoleLog } from '../../../src/adapters/workers/index.js';

afterEach(() => vi.restoreAllMocks());

it('lines are JSON with level, time and fields, and no secret', () => {
  const lines: string[] = [];
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line));
  const key = `plk_${'a1B2'.repeat(8)}`;
  consoleLog(() => 0).warn('a record was closed', { record_id: 'r1', key });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    time: '1970-01-01T00:00:00.000Z',
    msg: 'a record was closed',
    record_id: 'r1',
  });
  expect(lines[0]).not.toContain(key);
});
