import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../../src/core/retrieval/index.js';
import { verifyClaim } from '../../../../src/core/verification/index.js';
import { loadKnowledgeBase, negated, sentencesOf } from '../../../../src/evaluation/index.js';
import { claimOf, indexOf, inputOf } from '../support.js';

const POLICY = `# Workshop

Complaints about the workshop are answered within 14 days.

The late fee is CAD 30 for a kiln.

A firing must be booked at least 2 days before the start.

Glazes are not refunded.

A kiln may be kept for at most 6 hours.

Tools must be returned before the course ends.
`;
const TABLE = 'item,fee_cad\nkiln,30\nwheel,12\n';
let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf({ 'policies/workshop.md': POLICY, 'knowledge/fees.csv': TABLE });
});

describe('a claim with the words of a clause', () => {
  it.each([
    'Complaints about the workshop are answered within 14 days.',
    'Glazes are not refunded.',
    'A kiln may be kept for at most 6 hours.',
    'Tools must be returned before the course ends.',
  ])('is verified where it says the same: %s', async (text) => {
    expect((await verifyClaim(claimOf(text), inputOf(index))).band).toBe('verified');
  });

  it.each([
    'Complaints about the workshop are not answered within 14 days.',
    'The late fee is not CAD 30 for a kiln.',
    'A firing must not be booked at least 2 days before the start.',
    'Glazes are refunded.',
    'A kiln may be kept for at least 6 hours.',
    'Tools must be returned after the course ends.',
  ])('is never verified where it says the opposite: %s', async (text) => {
    expect((await verifyClaim(claimOf(text), inputOf(index))).band).not.toBe('verified');
  });
});

describe('a policy’s own sentence with its negation turned round', () => {
  const ROOT = join(import.meta.dirname, '../../../..');
  const DAY = '2026-06-15';
  /** What no plain sentence says: "there is not no lounge", "not only two". */
  const DISTORTED = /\b(?:not (?:no|only|for)|have no|ne ne)\b|\p{L}'n'a pas/u;
  /** The article of English taken for the verb of French. */
  const isMixed = (turned: string, lang: string): boolean => lang === 'en' && /n'a pas/i.test(turned);

  it('is hardly ever verified', async () => {
    const airline = await loadKnowledgeBase(ROOT, 'airline');
    const active = airline.inForceAt(DAY);
    let verified = 0;
    let asked = 0;
    for (const { text, lang, ordinal } of sentencesOf(airline)) {
      const turned = active[ordinal] === 1 ? negated(text) : null;
      if (turned === null || DISTORTED.test(turned) || isMixed(turned, lang)) continue;
      asked++;
      const verdict = await verifyClaim(claimOf(turned, { lang }), inputOf(airline, { as_of: DAY }));
      if (verdict.band === 'verified') verified++;
    }
    expect(asked).toBeGreaterThan(300);
    expect(verified / asked).toBeLessThan(0.01);
  }, 120_000);
});
