import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/adapters/config/index.js';
import { groundingRequest } from '../../src/cli/grounding-request.js';
import { groundAnswer } from '../../src/core/index.js';
import { folderOf, indexOfBase } from '../support/example-bases.js';

/**
 * A clause that answers what was asked; a true one on another matter where the clause on what was asked decides otherwise; one
 * whose condition is left out or exchanged.
 */
const Row = z.strictObject({
  name: z.string(),
  kb: z.string(),
  lang: z.enum(['en', 'fr']),
  question: z.string(),
  answer: z.string(),
  /** What decides otherwise: the time that is asked about, a thing that the question names, or the clause's own condition. */
  kind: z.enum(['time', 'concept', 'condition']),
  expected: z.enum(['held', 'verified']),
  /** False where it is not so yet: counted, not asked for. */
  reached: z.literal(false).optional(),
});

const rows = ['another-matter', 'conditions-kept'].flatMap((name) =>
  readFileSync(join(import.meta.dirname, '../fixtures/cases', `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Row.parse(JSON.parse(line))),
);

const { config } = loadConfig('plumbline.yaml', folderOf('airline'));

describe.each(['held', 'verified'] as const)('a clause is %s', (expected) => {
  it.each(rows.filter((row) => row.expected === expected && row.reached === undefined))(
    '$kind, $kb, $lang: $name',
    async ({ kb, lang, question, answer }) => {
      const request = groundingRequest(config, {
        messages: [{ role: 'user', content: question }],
        as_of: '2026-06-01',
        language: lang,
      });
      const { outcome } = await groundAnswer(request, answer, {
        knowledge: { index: await indexOfBase(kb) },
      });
      const bands = outcome.claims.map(({ band }) => band);
      expect(bands).not.toEqual([]);
      if (expected === 'held') expect(bands).not.toContain('verified');
      else expect(new Set(bands)).toEqual(new Set(['verified']));
    },
  );
});
