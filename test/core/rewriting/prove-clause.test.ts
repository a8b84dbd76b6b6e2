import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { proveClause, type ReadPassage } from '../../../src/core/rewriting/index.js';
import { verifyClaim } from '../../../src/core/verification/index.js';
import type { Verdict } from '../../../src/schema/index.js';
import { claimOf, indexOf, inputOf } from '../verification/support.js';

const POLICY = `# Boats

## Lending

Rowing boats are lent to members for at most 3 hours.

Life jackets are lent free of charge.

The fee for a boat that is brought back late is not charged in these cases:

- a thunderstorm;
- a rescue of other rowers.

A boat may be taken onto the river when both of these conditions are met:

- the water level is below 2 metres;
- a second rower is on board.

Oars are lent to members.

Oars are lent for a day.

## Season

In winter the boathouse is closed.
`;
const TABLE = 'boat,deposit_eur\nskiff,80\ncanoe,45\n';

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf({ 'policies/boats.md': POLICY, 'knowledge/deposits.csv': TABLE });
});

const verdictOn = (text: string, question: string | null): Promise<Verdict> =>
  verifyClaim(claimOf(text, { question }), inputOf(index));

const quoteOf = (rule: readonly ReadPassage[]): string =>
  rule
    .map(({ passage: { text, lead_in } }, i) => (i > 0 && lead_in ? text.slice(lead_in.length) : text).trim())
    .join(' ');

const clauseFor = async (
  verdict: Verdict,
  question: string | null,
  said = '',
  beside: readonly string[] = [],
): Promise<string | null> => {
  const signal = new AbortController().signal;
  const proved = await proveClause(
    verdict,
    {
      index,
      as_of: '2026-05-01',
      lang: 'en',
      question,
      said,
      beside,
      verify: (claim) => verifyClaim(claim, inputOf(index)),
    },
    () => false,
    signal,
  );
  return proved === null ? null : quoteOf(proved.rule);
};

describe('the clause in place of a claim', () => {
  it.each([
    {
      name: 'is the one that it fails by',
      claim: 'Rowing boats are lent to members for at most 5 hours.',
      clause: 'Rowing boats are lent to members for at most 3 hours.',
    },
    {
      name: 'may be an item of a list, with what leads the list in',
      claim: 'If you are late because of a thunderstorm you pay the late fee.',
      clause: 'The fee for a boat that is brought back late is not charged in these cases: a thunderstorm;',
    },
    {
      name: 'may be a row of a table',
      claim: 'The deposit for a canoe is EUR 60.',
      clause: 'boat: canoe; deposit: 45 EUR',
    },
    {
      name: 'has all of several conditions that must be met together',
      claim: 'You can always row onto the river with a second rower.',
      clause:
        'A boat may be taken onto the river when both of these conditions are met: the water level is below 2 metres; a second rower is on board.',
    },
  ])('$name', async ({ claim, clause }) => {
    expect(await clauseFor(await verdictOn(claim, null), null)).toBe(clause);
  });

  it('is another than the one that the answer has just given', async () => {
    const verdict = await verdictOn('Oars are lent to everybody.', null);
    expect(await clauseFor(verdict, null)).toBe('Oars are lent to members. Oars are lent for a day.');
    expect(await clauseFor(verdict, null, 'Oars are lent for a day.')).toBe('Oars are lent to members.');
  });

  it('is on what the whole sentence speaks of, where the claim is half of it', async () => {
    const verdict = await verdictOn('They are for members.', null);
    for (const [other, clause] of [
      ['You can borrow rowing boats.', 'Rowing boats are lent to members for at most 3 hours.'],
      ['You can borrow oars.', 'Oars are lent to members.'],
    ] as const)
      expect(await clauseFor(verdict, null, '', [other])).toBe(clause);
  });

  it('is not the one that a mere doubt names: what is nearest goes first', async () => {
    const verdict = await verdictOn('Life jackets are lent to everybody.', null);
    const doubted = index.entries.find(({ passage }) => passage.text.startsWith('In winter'))?.passage;
    if (doubted === undefined) throw new Error('no such clause');
    const evidence = [{ ...doubted, relation: 'contradicts' as const }, ...verdict.evidence];
    const found = await clauseFor(
      { ...verdict, label: 'contradicted', band: 'not_verified', reason: 'undecided', evidence },
      null,
    );
    expect(found).toBe('Life jackets are lent free of charge.');
  });

  it('is the one that says otherwise, also where the claim fails as unsupported', async () => {
    const verdict = await verdictOn('Rowing boats are lent to members for at most 5 hours.', null);
    const unsupported: Verdict = { ...verdict, label: 'unsupported', band: 'failing' };
    expect(await clauseFor(unsupported, null)).toBe('Rowing boats are lent to members for at most 3 hours.');
    const without = { ...unsupported, evidence: [] };
    expect(await clauseFor(without, null)).toBeNull();
  });
});
