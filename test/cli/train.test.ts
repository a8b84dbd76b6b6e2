import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { train } from '../../src/cli/train.js';
import { trainingFolder } from '../support/training-folder.js';

const silent = () => undefined;

it('writes both files and says what they were learnt from', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-model-'));
  const lines: string[] = [];
  const io = { out: (line: string) => void lines.push(line), progress: silent };
  expect(await train({ data: trainingFolder(), out: folder }, io)).toBe(0);
  expect(lines.join('\n')).toContain('learned from 12 claims on 4 operators');
  expect(JSON.parse(readFileSync(join(folder, 'risk-model.json'), 'utf8'))).toHaveProperty('thresholds');
  lines.length = 0;
  expect(await train({ data: trainingFolder(), out: folder, json: true }, io)).toBe(0);
  expect(JSON.parse(lines.join('\n'))).toMatchObject({ operators: 4, written_claims: 12 });
}, 60_000);

it('refuses a target that is no folder before any work', async () => {
  await expect(
    train(
      { data: trainingFolder(), out: join(tmpdir(), 'plumbline-no-such') },
      { out: silent, progress: silent },
    ),
  ).rejects.toMatchObject({ detail: expect.stringContaining('--out') });
});
