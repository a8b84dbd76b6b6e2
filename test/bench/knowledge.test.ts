import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { benchFiles } from '../../src/bench/knowledge.js';

it('says so where there are no policies to measure with', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'plumbline-no-policies-'));
  await expect(benchFiles(empty, 10)).rejects.toMatchObject({
    detail: expect.stringMatching(/found no policies in .*plumbline-no-policies-.*in a checkout/),
  });
});
