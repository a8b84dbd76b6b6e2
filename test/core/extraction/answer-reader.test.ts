import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAnswerReader, createSegmenter } from '../../../src/core/extraction/index.js';
import type { Claim, ClaimSubject, Language } from '../../../src/schema/index.js';

interface Row {
  name: string;
  lang: Language;
  question?: string | null;
  answer: string;
  claims: string[];
  subjects?: ClaimSubject[];
}

const rows: Row[] = readFileSync('test/fixtures/cases/extraction-claims.jsonl', 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));

function claimsOf(answer: string, lang: Language = 'en', question: string | null = null): Claim[] {
  const segmenter = createSegmenter(2_000);
  const reader = createAnswerReader({ question, premises: question === null ? [] : [question], lang });
  return [...segmenter.push(answer), ...segmenter.end()].flatMap((segment) => reader.read(segment));
}

describe('createAnswerReader', () => {
  it.each(rows)('$name', ({ answer, lang, question, claims, subjects }) => {
    const found = claimsOf(answer, lang, question ?? null);
    expect(found.map((claim) => claim.text)).toEqual(claims);
    if (subjects) expect(found.map((claim) => claim.subject)).toEqual(subjects);
    for (const { text, start_char, end_char } of found) expect(answer.slice(start_char, end_char)).toBe(text);
  });

  it('gives list items their heading and lead-in, and not each other', () => {
    const claims = claimsOf('# Bags\n\nOn Flex you get:\n- one bag of 23 kg\n- one bag of 10 kg\n\nNo more.');
    expect(claims.slice(0, 2).map((claim) => claim.context)).toEqual([
      { question: null, premises: [], antecedents: [], lead_ins: ['Bags', 'On Flex you get'] },
      { question: null, premises: [], antecedents: [], lead_ins: ['Bags', 'On Flex you get'] },
    ]);
  });

  it('gives table rows their lead-in and header cells', () => {
    const claims = claimsOf('Fees:\n\n| Zone | Fee |\n|---|---|\n| North | $5 |\n| South | $6 |');
    expect(claims.map((claim) => claim.text)).toEqual(['North | $5', 'South | $6']);
    expect(claims[1]?.context.lead_ins).toEqual(['Fees', 'Zone', 'Fee']);
  });

  it('gives a claim the question, the premises and at most two claims before it', () => {
    const [, , , last] = claimsOf(
      'Bags are free. Pets cost $5. Skis cost $6. It is per flight.',
      'en',
      'Bags?',
    );
    expect(last?.context).toEqual({
      question: 'Bags?',
      premises: ['Bags?'],
      antecedents: ['Pets cost $5.', 'Skis cost $6.'],
      lead_ins: [],
    });
  });

  it('never lets what comes later change a claim', () => {
    const whole = claimsOf('Bags are free. Pets cost $5. Only on Flex.');
    expect(whole.slice(0, 1)).toEqual(claimsOf('Bags are free. ').map((claim) => ({ ...claim })));
  });
});
