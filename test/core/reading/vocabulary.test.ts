import { describe, expect, it } from 'vitest';
import { buildVocabulary, readText } from '../../../src/core/reading/index.js';
import type { KnowledgeSnapshot, Passage, TableCell } from '../../../src/schema/index.js';

const cell = (column: string, value: string, isKey: boolean): TableCell => ({
  column,
  value,
  number: null,
  unit: null,
  is_key: isKey,
});

function passage(id: string, text: string, cells: TableCell[] | null): Passage {
  return {
    id,
    kind: cells === null ? 'sentence' : 'table_row',
    source: 'knowledge/fares.csv',
    title: 'Fares',
    lang: 'en',
    heading_path: ['Travel credits'],
    section: 'Travel credits',
    block_id: id,
    quote: text,
    start_char: 0,
    end_char: text.length,
    lead_in: null,
    text: text.replaceAll('**', ''),
    row: cells === null ? null : { table: 'fares', cells },
    version: 'sha256:0',
    effective_from: null,
    effective_to: null,
  };
}

const snapshot: KnowledgeSnapshot = {
  schema_version: 1,
  name: 'default',
  version: 'sha256:0',
  documents: [],
  passages: [
    passage('1', 'fare: Basic; country: Germany', [
      cell('fare', 'Basic', true),
      cell('country', 'Germany', true),
    ]),
    passage('2', 'fare: Zephyr Plus; travelling: not accepted', [
      cell('fare', 'Zephyr Plus', true),
      cell('travelling', 'not accepted', true),
      cell('note', 'Something else', false),
    ]),
    passage('3', 'The **grace hour** is described at the Harbour Desk.', null),
  ],
  glossary: [{ term: 'sunbird', synonyms: ['early flyer'], translations: { fr: ['oiseau du matin'] } }],
};
const vocabulary = buildVocabulary(snapshot);

describe('buildVocabulary', () => {
  it('makes scope keys of the values of key columns', () => {
    const keys = readText('You can change a Basic ticket or Zephyr Plus ticket.', 'en', vocabulary).keys;
    expect(keys).toEqual(expect.arrayContaining(['slot:fare=basic', 'slot:fare=zephyr_plus']));
  });

  it('keeps the lexicon concept of a value that both languages have, and says which value it is', () => {
    expect(readText('en Allemagne', 'fr', vocabulary).keys).toContain('place.germany');
    expect(vocabulary.slots.get('place.germany')).toEqual([{ column: 'country', value: 'germany' }]);
  });

  it('joins the words of a glossary entry over languages', () => {
    const english = readText('An early flyer pays less.', 'en', vocabulary).keys;
    const french = readText('Un oiseau du matin paie moins.', 'fr', vocabulary).keys;
    expect(english).toContain('term:sunbird');
    expect(french).toContain('term:sunbird');
  });

  it('knows headings, bold terms and names inside sentences', () => {
    for (const name of ['travel credits', 'grace hour', 'harbour desk'])
      expect(vocabulary.names).toContain(name);
  });

  it('takes no scope from statements or from cells that are no key', () => {
    expect([...vocabulary.phrases.keys()]).not.toContain('not accepted');
    expect([...vocabulary.phrases.keys()]).not.toContain('something else');
  });

  it('makes scope keys of columns that are classes, and none of columns that say what their numbers are', () => {
    const rates = {
      item: 'Loss of keys',
      lark_gbp: '75',
      lark_plus_gbp: '50',
      price_gbp: '12',
      deposit_gbp: '9',
    };
    const row = (names: (keyof typeof rates)[]): TableCell[] =>
      names.map((name, i) => cell(name, rates[name], i === 0));
    const prose =
      'Ask whether Lark or Lark Plus suits you. The **Price** and the **Deposit** are in the table.';
    const read = (names: (keyof typeof rates)[]) =>
      buildVocabulary({
        ...snapshot,
        passages: [passage('1', prose, null), passage('2', 'Loss of keys', row(names))],
        glossary: [],
      });
    const classes = readText(
      'On Lark Plus it is less.',
      'en',
      read(['item', 'lark_gbp', 'lark_plus_gbp']),
    ).keys;
    expect(classes).toContain('slot:fares=lark_plus');
    const amounts = readText('The price is less.', 'en', read(['item', 'price_gbp', 'deposit_gbp'])).keys;
    expect(amounts.filter((key) => key.startsWith('slot:fares'))).toEqual([]);
  });
});
