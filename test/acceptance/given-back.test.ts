import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/adapters/config/index.js';
import { groundingRequest } from '../../src/cli/grounding-request.js';
import { groundAnswer } from '../../src/core/index.js';
import type { Config } from '../../src/schema/index.js';
import { folderOf, indexOfBase } from '../support/example-bases.js';

const ROOT = join(import.meta.dirname, '../..');

/** A wrong answer, the words of the clauses that decide what was asked, and words that must not be left or given. */
const Row = z.strictObject({
  name: z.string(),
  operator: z.enum(['airline', 'drive-thru', 'pay-later']),
  lang: z.enum(['en', 'fr']),
  question: z.string(),
  answer: z.string(),
  decides: z.array(z.string()).min(1),
  never: z.array(z.string()),
  /** False where another clause is given back still, or the answer is verified: counted, not asked for. */
  reached: z.literal(false).optional(),
});

const rows = readFileSync(join(ROOT, 'test/fixtures/cases/given-back.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => Row.parse(JSON.parse(line)));

const plain = (text: string): string => text.replaceAll('’', "'");

describe.each(['airline', 'drive-thru', 'pay-later'] as const)(
  '%s: what only verified claims leave',
  (operator) => {
    const { config }: { config: Config } = loadConfig('plumbline.yaml', folderOf(operator));

    it.each(rows.filter((row) => row.operator === operator && row.reached === undefined))(
      'gives the clause that decides: $name',
      async ({ lang, question, answer, decides, never }) => {
        const request = groundingRequest(config, {
          messages: [{ role: 'user', content: question }],
          as_of: '2026-06-01',
          language: lang,
        });
        const decisions = { ...request.decisions, not_verified: 'rewrite' } as const;
        const { outcome } = await groundAnswer({ ...request, decisions }, answer, {
          knowledge: { index: await indexOfBase(operator) },
        });
        const text = plain(outcome.answer);
        expect(outcome.decision).toBe('rewrite');
        expect(
          decides.filter((words) => text.includes(words)),
          text,
        ).not.toEqual([]);
        expect(
          never.filter((words) => text.includes(words)),
          text,
        ).toEqual([]);
      },
    );
  },
);
