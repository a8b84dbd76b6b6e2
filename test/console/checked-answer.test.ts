import { describe, expect, it } from 'vitest';
import { claimState, readCheckedAnswer } from '../../src/console/client/checked-answer.js';
import { problemSentence } from '../../src/console/client/problem.js';
import { PLAYGROUND_TEXTS } from '../../src/console/texts/index.js';
import {
  CheckResponse,
  DecisionAction,
  EvidenceRelation,
  VerdictBand,
  VerdictLabel,
} from '../../src/schema/index.js';
import { checkedAnswer, evidenceOf, verdictOf } from '../support/checked-answers.js';

const ANSWER = 'A bag weighs 23 kg.';
const EVERY_CASE = VerdictLabel.options.flatMap((label) =>
  VerdictBand.options.map((band) =>
    verdictOf(ANSWER, ANSWER, {
      label,
      band,
      evidence: EvidenceRelation.options.map((relation) => evidenceOf('A clause.', { relation })),
    }),
  ),
);

describe('reading a checked answer', () => {
  it.each(DecisionAction.options)('takes what the schema allows: %s', (decision) => {
    const checked = checkedAnswer(ANSWER, { decision, claims: EVERY_CASE, groundedness: 0.5 });
    expect(CheckResponse.safeParse(checked).success).toBe(true);
    expect(readCheckedAnswer(JSON.parse(JSON.stringify(checked)))).toEqual(checked);
  });

  it.each([
    { name: 'nothing', value: undefined },
    { name: 'a text', value: 'pass' },
    { name: 'an unknown decision', value: { ...checkedAnswer(ANSWER), decision: 'maybe' } },
    { name: 'claims that are no list', value: { ...checkedAnswer(ANSWER), claims: {} } },
    { name: 'a claim without a span', value: { ...checkedAnswer(ANSWER), claims: [{ text: 'a' }] } },
    { name: 'models without a name', value: { ...checkedAnswer(ANSWER), models: [{ stage: 'judge' }] } },
    { name: 'an unknown rewrite', value: { ...checkedAnswer(ANSWER), rewrites: [{ by: 'hand' }] } },
    { name: 'no text of the bot', value: { ...checkedAnswer(ANSWER), original_answer: null } },
  ])('refuses $name', ({ value }) => {
    expect(readCheckedAnswer(value)).toBeNull();
  });
});

describe('the state of a claim', () => {
  it('is supported only where it is verified', () => {
    for (const claim of EVERY_CASE) {
      expect(claimState(claim) === 'supported').toBe(
        claim.label === 'supported' && claim.band === 'verified',
      );
    }
  });

  it('is not verified wherever nothing could be decided', () => {
    for (const claim of EVERY_CASE.filter(({ band }) => band === 'not_verified')) {
      expect(claimState(claim)).toBe('not_verified');
    }
  });
});

describe('problem documents', () => {
  it.each([
    {
      name: 'title and detail',
      value: { title: 'Too long', detail: 'Send less.' },
      sentence: 'Too long. Send less.',
    },
    {
      name: 'the error of a stream',
      value: { error: { message: 'The bot stopped.' } },
      sentence: 'The bot stopped.',
    },
    { name: 'a title alone', value: { title: 'Too long.' }, sentence: 'Too long.' },
    { name: 'no document', value: 'oops', sentence: '' },
  ])('become a sentence: $name', ({ value, sentence }) => {
    expect(problemSentence(value)).toBe(sentence);
  });
});

describe('the words of the page', () => {
  it('are all there in both languages', () => {
    expect(Object.keys(PLAYGROUND_TEXTS.fr).sort()).toEqual(Object.keys(PLAYGROUND_TEXTS.en).sort());
    for (const text of Object.values(PLAYGROUND_TEXTS.fr)) expect(text).not.toBe('');
  });
});
