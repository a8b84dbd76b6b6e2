import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { groundAnswer } from '../../../../src/core/index.js';
import type { KnowledgeIndex } from '../../../../src/core/retrieval/index.js';
import { loadKnowledgeBase } from '../../../../src/evaluation/load-bench.js';
import { negated, sentencesOf, swapped } from '../../../../src/evaluation/training/counterfactuals.js';
import type { GroundingRequest } from '../../../../src/schema/index.js';
import { indexOf } from '../support.js';

const DAY = '2026-05-01';

const bandsOf = async (
  index: KnowledgeIndex,
  answer: string,
  { question = null, language = 'en' }: { question?: string | null; language?: 'en' | 'fr' } = {},
): Promise<string[]> => {
  const request: GroundingRequest = {
    tenant: 'test',
    knowledge_base: 'test',
    messages: question === null ? [] : [{ role: 'user', content: question }],
    language,
    as_of: DAY,
    context: [],
    case_facts: [],
    mode: 'enforce',
    fail_mode: 'closed',
    decisions: {
      operating_point: 'balanced',
      failing: 'rewrite',
      not_verified: 'pass_marked',
      unrepairable: 'escalate',
    },
    strict_topics: [],
    handoff: { channel: 'none', contact: {} },
    held_chars: 2000,
    claims_max: 50,
  };
  const { outcome } = await groundAnswer(request, answer, { knowledge: { index } });
  return outcome.claims.map(({ band }) => band);
};

const POLICY = `# Kilns

## Firing

A firing may be booked by phone, but glazes must not be brought along. Shelves are lent free of charge; tongs are not.
Whoever brings clay of their own must name it; otherwise the firing is refused.
Pots of members may be fired twice, except in August.

Dogs may lie in the workshop; in the glazing room only on a lead.
Benches are open to everyone, in August not. Tripods travel free, in the van from 12 May.
A wheel may be used from the age of 11 with a parent’s consent.

## Bags of clay

Each bag weighs 10 kg. They are kept for 14 days after the course, and then thrown away.

## These count as one bag:

- a block of stoneware;
- a bucket of slip.
`;

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf({ 'policies/kilns.md': POLICY });
});

describe('a clause in force, word for word', () => {
  it.each([
    ['a sentence of two clauses', 'A firing may be booked by phone, but glazes must not be brought along.'],
    ['one of them', 'A firing may be booked by phone.'],
    ['two half-sentences', 'Shelves are lent free of charge; tongs are not.'],
    [
      'what "otherwise" is the case, after what it is the alternative to',
      'Whoever brings clay of their own must name it; otherwise the firing is refused.',
    ],
    [
      'a half without a verb beside the clause that it limits',
      'Dogs may lie in the workshop; in the glazing room only on a lead.',
    ],
    [
      'a sentence about "they" after the one that says who',
      'Each bag weighs 10 kg. They are kept for 14 days after the course.',
    ],
    ['other marks and capitals', 'SHELVES are lent free of charge – tongs are not'],
  ])('is verified: %s', async (_name, answer) => {
    const bands = await bandsOf(index, answer);
    expect(bands.length).toBeGreaterThan(0);
    expect(new Set(bands)).toEqual(new Set(['verified']));
  });

  it.each([
    ['an exception left out', 'Pots of members may be fired twice.'],
    ['the half left out that limits it without a verb', 'Dogs may lie in the workshop.'],
    ['the same behind a comma', 'Benches are open to everyone.'],
    ['what a comma sets apart left out', 'Tripods travel free.'],
    ['a consent left out', 'A wheel may be used from the age of 11.'],
    ['a word taken out', 'Glazes must be brought along.'],
    ['an item out of its list', 'A bucket of slip.'],
  ])('is not verified with %s', async (_name, answer) => {
    expect((await bandsOf(index, answer)).at(-1)).not.toBe('verified');
  });
});

describe('the own sentences of an example operator', () => {
  it('are verified, and hardly ever with a negation or an order turned round', async () => {
    const base = await loadKnowledgeBase(
      join(import.meta.dirname, '../../../../examples/drive-thru'),
      'test',
    );
    const active = base.inForceAt(DAY);
    const seen = { own: 0, verified: 0, turned: 0, passed: 0 };
    for (const { text, lang, ordinal } of sentencesOf(base)) {
      if (active[ordinal] !== 1 || /[:?]$/.test(text)) continue;
      const bands = await bandsOf(base, text, { language: lang });
      seen.own++;
      if (bands.length > 0 && bands.every((band) => band === 'verified')) seen.verified++;
      for (const turned of [negated(text), swapped(text)]) {
        if (turned === null) continue;
        seen.turned++;
        const changed = await bandsOf(base, turned, { language: lang });
        if (changed.length > 0 && changed.every((band) => band === 'verified')) seen.passed++;
      }
    }
    expect(seen.own).toBeGreaterThan(100);
    expect(seen.verified / seen.own).toBeGreaterThan(0.95);
    expect(seen.passed / seen.turned).toBeLessThan(0.03);
  }, 120_000);
});
