import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  CHECKS,
  readClaim,
  type Signal,
  verifiableShare,
  verifyClaim,
} from '../../../../src/core/verification/index.js';
import { Language } from '../../../../src/schema/index.js';
import { claimOf, indexOf, inputOf } from '../support.js';

const Row = z.strictObject({
  name: z.string(),
  lang: Language,
  policy: z.string(),
  claim: z.string(),
  question: z.string().optional(),
  verified: z.boolean(),
});
const ROWS = readFileSync(new URL('../../../fixtures/cases/restated.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => Row.parse(JSON.parse(line)));

const judged = async ({
  lang,
  policy,
  claim,
  question = null,
}: Omit<z.infer<typeof Row>, 'question'> & { question?: string | null | undefined }) => {
  const index = await indexOf({ 'policies/house.md': `---\nlang: ${lang}\n---\n# House\n\n${policy}\n` });
  const asked = claimOf(claim, { lang, question });
  const input = await readClaim(asked, inputOf(index));
  const signals = new Map<string, Signal>();
  for (const check of CHECKS) {
    const signal = check.run(input);
    if (signal !== null) signals.set(check.name, signal);
  }
  return { may: verifiableShare(input, signals) === 1, verdict: await verifyClaim(asked, inputOf(index)) };
};

describe('a claim that says a clause in other words may be verified', () => {
  it.each(ROWS.filter(({ verified }) => verified))('$name: $claim', async (row) => {
    expect((await judged(row)).may).toBe(true);
  });
});

describe('the same words with one thing wrong are not verified', () => {
  it.each(ROWS.filter(({ verified }) => !verified))('$name: $claim', async (row) => {
    expect((await judged(row)).verdict.band).not.toBe('verified');
  });
});
