import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { RiskModel } from '../../../src/core/verification/index.js';
import { jobsHere, startWorkerPool, trainVerifier } from '../../../src/evaluation/index.js';
import { answersFolder, trainingFolder } from '../../support/training-folder.js';

describe('trainVerifier', () => {
  it('gives the same model for the same folder, whoever does the work', async () => {
    const folder = trainingFolder();
    const told: string[] = [];
    const answers = answersFolder();
    const here = await trainVerifier(folder, {
      jobs: jobsHere,
      answersFolder: answers,
      onProgress: (line) => told.push(line),
    });
    expect(RiskModel.parse(here.model).risk.trees.length).toBeGreaterThan(0);
    expect(here.learned.filter((row) => row.origin === 'written')).toHaveLength(12);
    expect(here.learned.some((row) => row.origin === 'renumbered')).toBe(true);
    expect(here.learned.filter((row) => row.origin === 'answered').map((row) => row.item.label)).toEqual([
      ...['supported', 'supported', 'supported', 'contradicted'],
      ...['supported', 'supported', 'supported', 'contradicted'],
    ]);
    expect(here.held_out_auc).toHaveProperty('answered');
    expect(told.at(-1)).toContain('3 of 3');

    const outfile = join(mkdtempSync(join(process.cwd(), 'node_modules/.worker-')), 'worker.mjs');
    await build({
      entryPoints: ['src/evaluation/training/worker.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    const pool = startWorkerPool(pathToFileURL(outfile));
    try {
      const there = await trainVerifier(folder, { jobs: pool.jobs, answersFolder: answers });
      expect(there.model).toEqual(here.model);
      expect(there.affinity).toEqual(here.affinity);
      expect(there.network).toEqual(here.network);
      await expect(
        pool.jobs.learn({ trainFolder: join(folder, 'none'), kb: 'boats', claims: [], related: {} }),
      ).resolves.toEqual([]);
      // @ts-expect-error: what a thread cannot do is an error of the job, and the thread lives on
      await expect(pool.jobs.trees({ target: 'risk', rows: null })).rejects.toThrow();
      await expect(pool.jobs.trees({ target: 'contradiction', rows: [] })).resolves.toHaveProperty('trees');
    } finally {
      await pool.close();
      rmSync(join(outfile, '..'), { recursive: true });
    }
  }, 90_000);

  it('refuses a folder without answers and says what it holds', async () => {
    const options = { jobs: jobsHere, answersFolder: join(tmpdir(), 'plumbline-nowhere') };
    await expect(trainVerifier(trainingFolder(), options)).rejects.toMatchObject({
      code: 'request-invalid',
      detail: expect.stringMatching(/plumbline-nowhere.*cases.jsonl cannot be read. Give --answers DIR/),
    });
  });

  it('refuses a list of unread operators that names one without answers', async () => {
    const folder = answersFolder();
    writeFileSync(join(folder, 'unread.txt'), '\nsleds\n');
    await expect(
      trainVerifier(trainingFolder(), { jobs: jobsHere, answersFolder: folder }),
    ).rejects.toMatchObject({
      code: 'request-invalid',
      detail: expect.stringMatching(/unread.txt names "sleds", of which cases.jsonl has no answer/),
    });
  });

  it.each([
    {
      name: 'a folder that is not there',
      folder: () => join(tmpdir(), 'plumbline-nowhere'),
      says: /plumbline-nowhere.* is not a folder. Give --data DIR/,
    },
    {
      name: 'no claims',
      folder: () => {
        const folder = trainingFolder();
        rmSync(join(folder, 'claims'), { recursive: true });
        return folder;
      },
      says: /No training claims were found: .*claims holds no .jsonl/,
    },
    {
      name: 'too few operators',
      folder: () => trainingFolder(2),
      says: /claims on 2 knowledge bases.*at least 3/,
    },
    {
      name: 'a line that is no claim',
      folder: () => {
        const folder = trainingFolder();
        writeFileSync(join(folder, 'claims/boats.jsonl'), '{"id": "x", "kb": "boats"}\n');
        return folder;
      },
      says: /boats.jsonl, line 1: lang:/,
    },
    {
      name: 'a claim on no knowledge base of the folder',
      folder: () => {
        const folder = trainingFolder();
        rmSync(join(folder, 'kb/rafts'), { recursive: true });
        return folder;
      },
      says: /"rafts", but .*kb\/rafts is not there/,
    },
  ])('refuses $name and says what is missing', async ({ folder, says }) => {
    await expect(trainVerifier(folder(), { jobs: jobsHere })).rejects.toMatchObject({
      code: 'request-invalid',
      detail: expect.stringMatching(says),
    });
  });
});
