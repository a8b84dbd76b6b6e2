import { beforeAll, describe, expect, it } from 'vitest';
import { groundAnswer } from '../../src/core/index.js';
import type { KnowledgeIndex } from '../../src/core/retrieval/index.js';
import { verifyQuotedSentence } from '../../src/core/verification/index.js';
import type { Claim } from '../../src/schema/index.js';
import { groundingRequest } from '../support/grounding-request.js';
import { knowledgeOf } from '../support/knowledge.js';
import { claimOf, inputOf } from './verification/support.js';

const SENTENCE =
  'A large kite may fly on a string of its own; rent a second reel in town at least 3 hours before.';
const OLD = 'A small kite may fly on a loan; return it to the hut after 9 days.';

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await knowledgeOf({
    'policies/kites.md': `# Kites\n\n## Strings\n\n${SENTENCE}\n`,
    'policies/old.md': `---\neffective_to: 2025-12-31\n---\n# Loans\n\n${OLD}\n`,
    'knowledge/fees.csv': 'boat,fee_eur\nHeron,40\nOtter,55\n',
  });
});

const verdictsOf = async (answer: string, claims_max = 200) => {
  const request = groundingRequest({ messages: [], claims_max, as_of: '2026-05-01' });
  return (await groundAnswer(request, answer, { knowledge: { index } })).outcome.claims;
};

describe('a sentence of several claims that repeats a whole clause in force', () => {
  it('has each of its claims verified by that clause, at its own place', async () => {
    const claims = await verdictsOf(SENTENCE);
    expect(claims.length).toBeGreaterThan(1);
    for (const claim of claims) {
      expect(claim).toMatchObject({ band: 'verified', reason: 'supported_by_evidence', findings: [] });
      expect(SENTENCE.slice(claim.start_char, claim.end_char)).toBe(claim.text);
      expect(claim.evidence.map(({ quote, relation }) => [quote, relation])).toEqual([
        [SENTENCE, 'supports'],
      ]);
    }
    expect(new Set(claims.map(({ score }) => score)).size).toBe(1);
  });

  const isQuote = (text: string, question: string | null, subject: Claim['subject'] = 'rule'): boolean => {
    const at = text.indexOf('; ') + 2;
    const [first, second] = [text.slice(0, at - 2), text.slice(at)];
    const claims: Claim[] = [
      claimOf(first, { question, subject }),
      { ...claimOf(second, { question, subject }), start_char: at, end_char: text.length },
    ];
    return verifyQuotedSentence(claims, text, inputOf(index)) !== null;
  };

  it.each([
    ['another number', SENTENCE.replace('3 hours', '5 hours'), null],
    ['a clause that is no longer in force', OLD, null],
    ['a question about a product that the clause does not name', SENTENCE, 'And for the Heron?'],
    ['a question of its own', `${SENTENCE.slice(0, -1)}?`, null],
    ['what the bot says it did', SENTENCE, null, 'act' as const],
  ])('is judged claim by claim with %s', (_name, text, question, subject?: Claim['subject']) => {
    expect(isQuote(SENTENCE, null)).toBe(true);
    expect(isQuote(text, question, subject)).toBe(false);
  });

  it('verifies no claim beyond the limit of an answer', async () => {
    const claims = await verdictsOf(SENTENCE, 1);
    expect(claims.map(({ band, reason }) => [band, reason])).toEqual([
      ['verified', 'supported_by_evidence'],
      ['not_verified', 'check_failed:claims_limit'],
    ]);
  });
});
