import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { CHECKS, readClaim, type Signal } from '../../../src/core/verification/index.js';
import { loadKnowledgeBase } from '../../../src/evaluation/load-bench.js';
import { claimOf, inputOf, readingOf } from './support.js';

const ROOT = join(import.meta.dirname, '../../fixtures/tables');

const Row = z.strictObject({
  name: z.string(),
  lang: z.enum(['en', 'fr']).default('en'),
  question: z.string().nullable().default(null),
  claim: z.string(),
  /** `open`: rows that fit say different things, nothing may be sure. */
  expected: z.enum(['right', 'wrong', 'open']),
});
type Row = z.infer<typeof Row>;

const rowsOf = (operator: string): Row[] =>
  readFileSync(join(ROOT, operator, 'claims.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Row.parse(JSON.parse(line)));

/** The checks that read values; what is looked up or worked out comes first. */
const VALUES = ['table', 'arithmetic', 'money', 'numeric', 'deadline', 'free-of-charge'];
const SURE = 0.5;

const readOff = async ({ lang, question, claim }: Row, index: KnowledgeIndex): Promise<Signal | null> => {
  const premises = question === null ? [] : [readingOf(question, index, lang)];
  const input = await readClaim(claimOf(claim, { lang, question }), inputOf(index, { premises }));
  const said = VALUES.flatMap((name) => {
    const signal = CHECKS.find((check) => check.name === name)?.run(input) ?? null;
    return signal === null ? [] : [{ name, signal }];
  });
  const exact = said.find(({ name }) => name === 'table') ?? said.find(({ name }) => name === 'arithmetic');
  if (exact !== undefined) return exact.signal;
  return said.reduce<Signal | null>(
    (best, { signal }) => (best === null || signal.strength > best.strength ? signal : best),
    null,
  );
};

describe.each(readdirSync(ROOT).map((operator) => ({ operator })))('tables of $operator', ({ operator }) => {
  let index: KnowledgeIndex;
  beforeAll(async () => {
    index = await loadKnowledgeBase(join(ROOT, operator), operator);
  });

  it.each(rowsOf(operator))('$expected: $name', async (row) => {
    const signal = await readOff(row, index);
    if (row.expected === 'open') expect(signal?.strength ?? 0).toBeLessThan(SURE);
    else expect(signal?.relation).toBe(row.expected === 'right' ? 'supports' : 'contradicts');
  });
});
