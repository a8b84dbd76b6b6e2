import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { answerToOffer, contactIn, wantsAssistantBack } from '../../../../src/core/escalation/index.js';

const CASES: { text: string; wish: string | null }[] = readFileSync(
  new URL('../../../fixtures/handoff/customer-wishes.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

it.each(CASES)('“$text” is read as $wish', ({ text, wish }) => {
  expect(wantsAssistantBack(text) ? 'back' : answerToOffer(text)).toBe(wish);
});

it.each([
  { text: 'kim@example.com', contact: 'kim@example.com' },
  {
    text: 'Écrivez à Kim.Roy+vol@exemple.ca ou au +1 (514) 555-0199 svp',
    contact: 'Kim.Roy+vol@exemple.ca, +1 (514) 555-0199',
  },
  { text: '06 12 34 56 78', contact: '06 12 34 56 78' },
  { text: 'I wait since 25 minutes', contact: null },
  { text: 'Flight AC1234567 on 2026-03-02', contact: null },
  { text: 'it cost 120.50 and 80', contact: null },
])('$text leaves $contact', ({ text, contact }) => {
  expect(contactIn(text)).toBe(contact);
});
