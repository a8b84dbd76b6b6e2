import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText } from '../../../src/core/reading/index.js';
import { newValues } from '../../../src/core/rewriting/new-values.js';
import type { Language } from '../../../src/schema/index.js';

const read = (text: string, lang: Language = 'en') => ({
  text,
  reading: readText(text, lang, EMPTY_VOCABULARY),
});

interface Row {
  name: string;
  text: string;
  source: string;
  lang?: Language;
  figures?: string[];
  contacts?: string[];
}

const ROWS: Row[] = [
  { name: 'the same figure', text: 'It costs CAD 80.', source: 'The deposit is CAD 80.' },
  { name: 'a figure in words', text: 'Within thirty days.', source: 'Within 30 days of delivery.' },
  { name: 'a figure in digits', text: 'Within 30 days.', source: 'Within thirty days of delivery.' },
  { name: 'thousands with other marks', text: 'It costs 1 250 CAD.', source: 'It costs CAD 1,250.' },
  {
    name: 'a French decimal',
    text: 'Le tarif est de 12,50 CAD.',
    source: 'The fare is CAD 12.50.',
    lang: 'fr',
  },
  { name: 'a date written out', text: 'From 1 March 2026.', source: 'From 2026-03-01.' },
  { name: 'one of a thing', text: 'Ask one agent.', source: 'Ask the agents.' },
  {
    name: 'the same contact',
    text: 'Write to help@boats.example.',
    source: 'Requests go to Help@boats.example by mail.',
  },
  {
    name: 'another figure',
    text: 'It costs CAD 60.',
    source: 'The deposit is CAD 80.',
    figures: ['60'],
  },
  {
    name: 'another figure in words',
    text: 'Within twenty days.',
    source: 'Within 30 days of delivery.',
    figures: ['Within twenty days'],
  },
  {
    name: 'the same number of another thing, which is the checks’ affair',
    text: 'Within 80 days.',
    source: 'The deposit is CAD 80.',
  },
  {
    name: 'another contact',
    text: 'Write to win@prizes.example.',
    source: 'Requests go to help@boats.example.',
    contacts: ['win@prizes.example'],
  },
  {
    name: 'another address',
    text: 'See https://prizes.example/claim.',
    source: 'See https://boats.example/claim.',
    contacts: ['prizes.example/claim'],
  },
];

describe('figures and contacts of a text', () => {
  it.each(ROWS)('are new or not: $name', ({ text, source, lang, figures = [], contacts = [] }) => {
    expect(newValues(read(text, lang), [read(source)])).toEqual({ figures, contacts });
  });
});
