import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../../src/core/retrieval/index.js';
import { CHECKS, verifyClaim } from '../../../../src/core/verification/index.js';
import { wholeQuote } from '../../../../src/core/verification/support/whole-quote.js';
import { loadKnowledgeBase } from '../../../../src/evaluation/load-bench.js';
import type { Claim, Verdict } from '../../../../src/schema/index.js';
import { claimOf, indexOf, inputOf, readingOf } from '../support.js';

const DAY = '2026-05-01';
const OF_LAST_YEAR = '---\neffective_to: 2025-12-31\n---\n# Sledges\n\nA sledge may be kept for 21 days.\n';
const POLICY = `# Boats

## Hire

A boat may be kept for 3 hours. Oars are lent free of charge.

## Deposit

The deposit is 40 euros. Oars are lent free of charge.
You pay it back in two steps:
`;
const TABLE = 'boat,fee_eur\nHeron,40\nOtter,55\n';

const supportOf = ({ label, band, reason, score, findings, evidence }: Verdict) => ({
  label,
  band,
  reason,
  score,
  findings,
  first: evidence[0],
});

/** The verdict, and the one that all checks come to. */
const bothOf = async (claim: Claim, index: KnowledgeIndex) =>
  Promise.all([verifyClaim(claim, inputOf(index)), verifyClaim(claim, inputOf(index, { checks: CHECKS }))]);

describe('a claim that repeats a whole clause in force', () => {
  it('has the verdict that all checks give, for the sentences of an example operator', async () => {
    const base = await loadKnowledgeBase(
      join(import.meta.dirname, '../../../../examples/drive-thru'),
      'test',
    );
    let quotes = 0;
    for (const { passage } of base.entries.filter((_, ordinal) => ordinal % 5 === 0)) {
      const claim = claimOf(passage.text, { lang: passage.lang === 'fr' ? 'fr' : 'en' });
      if (wholeQuote(claim, null, base, DAY) === null) continue;
      quotes += 1;
      const [verdict, checked] = await bothOf(claim, base);
      expect(supportOf(verdict)).toEqual(supportOf(checked));
    }
    expect(quotes).toBeGreaterThan(20);
  }, 60_000);

  let index: KnowledgeIndex;
  beforeAll(async () => {
    index = await indexOf({
      'policies/boats.md': POLICY,
      'policies/sledges.md': OF_LAST_YEAR,
      'knowledge/fees.csv': TABLE,
    });
  });

  const quoteOf = (text: string, question: string | null = null) =>
    wholeQuote(claimOf(text), question === null ? null : readingOf(question, index), index, DAY);

  it.each([
    ['as it stands', 'A boat may be kept for 3 hours.', null],
    ['with other marks and capitals', 'a boat MAY be kept, for 3 hours', null],
    ['asked about', 'The deposit is 40 euros.', 'What is the deposit?'],
    ['said twice', 'Oars are lent free of charge.', null],
    ['given to a question about something else', 'The deposit is 40 euros.', 'Are pets welcome in a sledge?'],
  ])('is found without a search: %s', (_name, text, question) => {
    expect(quoteOf(text, question)?.passage.text).toContain(text.slice(0, 1).toUpperCase());
  });

  it.each([
    ['another number', 'A boat may be kept for 5 hours.', null],
    ['a part of the clause', 'A boat may be kept.', null],
    ['a clause that is no longer in force', 'A sledge may be kept for 21 days.', null],
    [
      'a question about a product that the clause does not name',
      'The deposit is 40 euros.',
      'And for the Heron?',
    ],
    ['words that only lead to something', 'You pay it back in two steps:', null],
    ['a question of its own', 'A boat may be kept for 3 hours?', null],
  ])('is left to the checks with %s', (_name, text, question) => {
    expect(quoteOf(text, question)).toBeNull();
  });

  it('is cited where it answers what was asked, of several that say the same', () => {
    const sections = ['And with the hire?', 'And with the deposit?'].map(
      (question) => quoteOf('Oars are lent free of charge.', question)?.passage.section,
    );
    expect(sections).toEqual(['Hire', 'Deposit']);
  });

  it.each([
    ['How heavy may luggage be in Lapland this year, roughly?', false],
    ['Are pets welcome in a sledge?', true],
  ])(
    'is left to the checks where the same clause with another number is nearer to what was asked: %s',
    async (question, isQuote) => {
      const bags = await indexOf({
        'policies/north.md': '# Lapland\n\nA bag counts as small up to 23 kg.\n',
        'policies/south.md': '# Tuscany\n\nA bag counts as small up to 32 kg.\n',
      });
      const claim = claimOf('A bag counts as small up to 32 kg.');
      expect(wholeQuote(claim, readingOf(question, bags), bags, DAY) !== null).toBe(isQuote);
    },
  );

  it('is not verified as what the bot says it did', async () => {
    const claim = claimOf('The deposit is 40 euros.', { subject: 'act' });
    const [verdict, checked] = await bothOf(claim, index);
    expect(verdict).toEqual(checked);
  });

  it.each([
    { policy: 'Serum is kept at -18 °C.', claim: 'Serum is kept at 18 °C.', isQuote: false },
    { policy: 'Serum is kept at −18 °C.', claim: 'Serum is kept at -18 °C.', isQuote: true },
    { policy: 'Serum is kept for 18-20 days.', claim: 'Serum is kept for 18-20 days.', isQuote: true },
  ])('tells signs from hyphens: $claim', async ({ policy, claim, isQuote }) => {
    const cold = await indexOf({ 'policies/cold.md': `# Cold\n\n${policy}\n` });
    expect(wholeQuote(claimOf(claim), null, cold, DAY) !== null).toBe(isQuote);
  });
});
