import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { train } from '../../src/cli/train.js';
import { answersFolder, trainingFolder } from '../support/training-folder.js';

const silent = () => undefined;

it('writes both files and says what they were learnt from', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-model-'));
  const lines: string[] = [];
  const io = { out: (line: string) => void lines.push(line), progress: silent };
  const options = { data: trainingFolder(), answers: answersFolder(), out: folder };
  expect(await train(options, io)).toBe(0);
  expect(lines.join('\n')).toContain('learned from 12 written claims and 8 claims of answers on 6 operators');
  expect(JSON.parse(readFileSync(join(folder, 'risk-model.json'), 'utf8'))).toHaveProperty('thresholds');
  lines.length = 0;
  expect(await train({ ...options, json: true }, io)).toBe(0);
  expect(JSON.parse(lines.join('\n'))).toMatchObject({
    operators: 6,
    written_claims: 12,
    answered_claims: 8,
  });
}, 60_000);

it('refuses a target that is no folder before any work', async () => {
  await expect(
    train(
      { data: trainingFolder(), out: join(tmpdir(), 'plumbline-no-such') },
      { out: silent, progress: silent },
    ),
  ).rejects.toMatchObject({ detail: expect.stringContaining('--out') });
});
