import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CHECKS, readClaim } from '../../../src/core/verification/index.js';
import { caseFactsOf, claimOf, indexOf, inputOf, readingOf } from './support.js';

const Row = z.strictObject({
  name: z.string(),
  claim: z.string(),
  lang: z.enum(['en', 'fr']).default('en'),
  question: z.string().nullable().default(null),
  subject: z.enum(['rule', 'own_case', 'act']).default('rule'),
  /** Path in the knowledge base → text. */
  files: z.record(z.string(), z.string()),
  /** Tool results of the customer's case. */
  case_facts: z.array(z.string()).default([]),
  expected: z.enum(['supports', 'contradicts', 'absent', 'silent', 'not_contradicts']),
  /** Words that the finding must hold. */
  says: z.array(z.string()).default([]),
});

const FOLDER = new URL('../../fixtures/cases/checks/', import.meta.url);

for (const file of readdirSync(FOLDER).sort()) {
  const name = file.replace(/\.jsonl$/, '');
  const check = CHECKS.find((item) => item.name === name);
  const rows = readFileSync(new URL(file, FOLDER), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Row.parse(JSON.parse(line)));

  describe(`the ${name} check`, () => {
    it.each(rows)('$name', async (row) => {
      expect(check, `no check is called ${name}`).toBeDefined();
      const index = await indexOf(row.files);
      const case_facts = caseFactsOf(row.case_facts, index);
      const premises = row.question === null ? [] : [readingOf(row.question, index, row.lang)];
      const input = await readClaim(claimOf(row.claim, row), inputOf(index, { case_facts, premises }));
      const signal = check?.run(input) ?? null;
      if (row.expected === 'not_contradicts') expect(signal?.relation ?? 'silent').not.toBe('contradicts');
      else expect(signal?.relation ?? 'silent').toBe(row.expected);
      for (const words of row.says) expect(signal?.finding?.message).toContain(words);
    });
  });
}

it('has fixture rows for every check', () => {
  const covered = new Set(readdirSync(FOLDER).map((file) => file.replace(/\.jsonl$/, '')));
  expect(CHECKS.map((check) => check.name).filter((name) => !covered.has(name))).toEqual([]);
});
