import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GroundingError } from '../../src/core/index.js';
import { buildSnapshot } from '../../src/core/indexing/index.js';
import { loadKnowledgeBase } from '../../src/evaluation/load-bench.js';

const LABELLED = 'training/kb';
const UNREADABLE = '---\ntitle: Part C: moving\n---\n# Moving\n\nTell us five days before you leave.\n';

describe('a knowledge base of a benchmark', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
    mkdirSync(join(folder, 'policies'));
    writeFileSync(join(folder, 'policies', 'bills.md'), '# Bills\n\nA bill is due in 14 days.\n');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is refused where one of its files cannot be read, which is named', async () => {
    writeFileSync(join(folder, 'policies', 'moving.md'), UNREADABLE);
    const refusal = await loadKnowledgeBase(folder, 'boats').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(GroundingError);
    expect(refusal).toMatchObject({
      code: 'policy-index-unreadable',
      detail: expect.stringContaining('moving.md, line 2'),
    });
  });

  it('is read beside foreign texts of which one cannot be read', async () => {
    const index = await loadKnowledgeBase(folder, 'boats', [{ source: 'noise/a.md', text: UNREADABLE }]);
    expect(index.entries.map(({ passage }) => passage.text)).toContain('A bill is due in 14 days.');
  });

  it('is whole for each operator of the labelled answers', async () => {
    for (const operator of readdirSync(LABELLED)) {
      const policies = join(LABELLED, operator, 'policies');
      const files = readdirSync(policies).map((name) => ({
        source: `policies/${name}`,
        text: readFileSync(join(policies, name), 'utf8'),
      }));
      const { problems } = await buildSnapshot(operator, files);
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });
});
