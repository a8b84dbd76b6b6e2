import { describe, expect, it } from 'vitest';
import { speaksToJudge } from '../../../../src/core/verification/judge/speaks-to-judge.js';

describe('speaksToJudge', () => {
  it.each([
    'Baggage claims are answered within 21 days.',
    'Apple Pay is supported in every shop.',
    'Follow the crew’s instructions at all times.',
    'A label with your name must be on each bag.',
    'Prompt payment earns a discount of 2%.',
    'We may refuse a refund if the rules are ignored.',
    'Suivez les consignes de l’équipage.',
    'Les réclamations sont jugées en 8 jours.',
  ])('takes a rule for a rule: %s', (rule) => {
    expect(speaksToJudge(rule)).toBe(false);
  });
});
