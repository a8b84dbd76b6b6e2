import { expect, it } from 'vitest';
import { isOnStrictTopic } from '../../../src/core/decision/index.js';
import { evidence, verdict } from '../../support/verdicts.js';

it.each([
  {
    name: 'by the document of its evidence',
    claim: verdict({ evidence: [evidence({ source: 'policies/bereavement.md' })] }),
    question: null,
    expected: true,
  },
  {
    name: 'by a heading, without accents and case',
    claim: verdict({ evidence: [evidence({ section: '4. Décès et BEREAVEMENT' })] }),
    question: null,
    expected: true,
  },
  {
    name: 'by the question alone',
    claim: verdict(),
    question: 'Is there a bereavement fare?',
    expected: true,
  },
  {
    name: 'by the claim alone',
    claim: verdict({ text: 'The bereavement fare exists.' }),
    question: null,
    expected: true,
  },
  {
    name: 'not by a part of a word',
    claim: verdict({ text: 'Unbereavementlike words.' }),
    question: null,
    expected: false,
  },
  { name: 'not without a sign of it', claim: verdict(), question: 'What does a bag cost?', expected: false },
])('a claim is on a strict topic $name: $expected', ({ claim, question, expected }) => {
  expect(isOnStrictTopic(claim, question, ['bereavement'])).toBe(expected);
});
