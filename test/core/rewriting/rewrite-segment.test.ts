import { describe, expect, it } from 'vitest';
import { createClauseLibrary, type ReadPassage, rewriteSegment } from '../../../src/core/rewriting/index.js';
import type { Evidence, Passage, Reading } from '../../../src/schema/index.js';
import { evidence, failing } from '../../support/verdicts.js';

const emptyReading: Reading = {
  lang: 'en',
  tokens: [],
  keys: [],
  quantities: [],
  statements: [],
  times: [],
  quantifiers: [],
  names: [],
  contacts: [],
};

const readPassage = (over: Partial<Passage>, reading: Partial<Reading> = {}): ReadPassage => {
  const quote = over.quote ?? 'A second bag costs CAD 60.';
  return {
    passage: {
      id: `${over.source ?? 'policies/bags.md'}#${over.start_char ?? 0}`,
      kind: 'sentence',
      source: 'policies/bags.md',
      title: 'Bags',
      lang: 'en',
      heading_path: ['Bags', '2. Fees'],
      section: '2. Fees',
      block_id: 'b',
      start_char: 0,
      end_char: quote.length,
      lead_in: null,
      text: quote,
      row: null,
      version: 'sha256:0',
      effective_from: null,
      effective_to: null,
      ...over,
      quote,
    },
    reading: { ...emptyReading, ...reading },
  };
};

const english = readPassage(
  {},
  {
    statements: [
      {
        modality: 'forbidden',
        negated: true,
        acts: [],
        objects: [],
        role: 'main',
        start_char: 0,
        end_char: 1,
      },
    ],
    quantities: [
      {
        kind: 'money',
        comparator: 'equal',
        value: 60,
        value_max: null,
        unit: 'CAD',
        base_value: 60,
        base_value_max: null,
        nouns: [],
        per: null,
        text: 'CAD 60',
        start_char: 0,
        end_char: 6,
      },
      {
        kind: 'duration',
        comparator: 'at_most',
        value: 14,
        value_max: null,
        unit: 'day',
        base_value: 336,
        base_value_max: null,
        nouns: [],
        per: null,
        text: 'within 14 days',
        start_char: 0,
        end_char: 6,
      },
    ],
  },
);
const french = readPassage({
  source: 'policies/bags.fr.md',
  title: 'Bagages',
  lang: 'fr',
  section: '2. Tarifs',
  quote: 'Un deuxième bagage coûte 60 CAD.',
});
const row = readPassage({
  source: 'knowledge/bag_fees.csv',
  kind: 'table_row',
  section: 'bag_fees',
  title: 'bag_fees',
  quote: 'Sun,Basic,60',
  row: {
    table: 'bag_fees',
    cells: [
      { column: 'zone', value: 'Sun', number: null, unit: null, is_key: true },
      { column: 'second_bag_cad', value: '60', number: 60, unit: 'CAD', is_key: false },
    ],
  },
});

const citing = ({ passage }: ReadPassage): Evidence =>
  evidence({
    source: passage.source,
    start_char: passage.start_char,
    end_char: passage.end_char,
    quote: passage.quote,
  });

const rewrite = (over: Partial<Parameters<typeof rewriteSegment>[0]> = {}) =>
  rewriteSegment({
    text: 'A second bag costs CAD 50.\n',
    kind: 'sentence',
    failing: [failing({ evidence: [citing(english)] })],
    lang: 'en',
    clauses: createClauseLibrary([english, row]),
    leftOutText: 'Left out.',
    ...over,
  });

describe('rewriteSegment', () => {
  it('quotes the clause that contradicts the claim, with its place, and keeps trailing white space', () => {
    expect(rewrite()).toEqual({
      text: 'Our policy says: “A second bag costs CAD 60.” (Bags, 2. Fees).\n',
      quoted: [english],
      saysLeftOut: false,
    });
  });

  it.each([
    {
      name: 'a list marker',
      kind: 'list_item' as const,
      text: '  2. A second bag costs CAD 50.\n',
      start: '  2. Our policy',
    },
    {
      name: 'a heading mark',
      kind: 'heading' as const,
      text: '## Second bag: CAD 50\n\n',
      start: '## Our policy',
    },
    {
      name: 'the first cell of a row',
      kind: 'table_row' as const,
      text: '| Second bag | CAD 50 | CAD 50 |\n',
      start: '| Second bag | Our policy',
    },
  ])('keeps $name', ({ kind, text, start }) => {
    expect(rewrite({ kind, text })?.text.startsWith(start)).toBe(true);
  });

  it('keeps the number of cells of a table row', () => {
    const text = rewrite({ kind: 'table_row', text: '| Second bag | CAD 50 | CAD 50 |\n' })?.text ?? '';
    expect(text.split('|')).toHaveLength(5);
  });

  it('quotes the French version of the clause in a French answer', () => {
    const clauses = createClauseLibrary([english, french]);
    expect(rewrite({ lang: 'fr', clauses })?.text).toBe(
      'Notre règlement indique : « Un deuxième bagage coûte 60 CAD. » (Bagages, 2. Tarifs).\n',
    );
  });

  it('gives typed values and the original, its language named, where no French version exists', () => {
    const text = rewrite({ lang: 'fr' })?.text ?? '';
    expect(text).toContain('non autorisé, 60 CAD, au plus 14 jours');
    expect(text).toContain('en anglais : « A second bag costs CAD 60. »');
  });

  it('gives a table row in words, not as a raw line', () => {
    const text = rewrite({ failing: [failing({ evidence: [citing(row)] })] })?.text;
    expect(text).toBe('Our table “bag fees” lists: zone Sun – second bag CAD 60.\n');
  });

  it('leaves out what nothing bears out, and says so once in an answer', () => {
    const invented = [failing({ label: 'unsupported', reason: 'no_evidence' })];
    expect(rewrite({ failing: invented })).toMatchObject({ text: 'Left out.\n', saysLeftOut: true });
    expect(rewrite({ failing: invented, leftOutText: null })).toMatchObject({ text: '', saysLeftOut: false });
  });

  it('quotes one clause once, however many claims it decides', () => {
    const claim = failing({ evidence: [citing(english)] });
    expect(rewrite({ failing: [claim, claim] })?.quoted).toHaveLength(1);
  });

  it('gives up on a contradicted claim whose clause cannot be found again', () => {
    expect(rewrite({ failing: [failing({ evidence: [evidence({ start_char: 999 })] })] })).toBeNull();
  });
});
