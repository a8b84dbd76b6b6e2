import { describe, expect, it } from 'vitest';
import {
  candidateClauses,
  createClauseLibrary,
  type ReadPassage,
  rewriteSegment,
} from '../../../src/core/rewriting/index.js';
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
  heading_path: ['bag_fees'],
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

const rewrite = (over: Partial<Parameters<typeof rewriteSegment>[0]> = {}) =>
  rewriteSegment({
    text: 'A second bag costs CAD 50.\n',
    kind: 'sentence',
    clauses: [english],
    lang: 'en',
    isQuoted: () => false,
    leftOutText: 'Left out.',
    ...over,
  });

describe('rewriteSegment', () => {
  it('quotes the clause with its place, and keeps trailing white space', () => {
    expect(rewrite()).toEqual({
      text: 'Our policy says: “A second bag costs CAD 60.” (Bags, 2. Fees).\n',
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
    expect(rewrite({ kind, text }).text.startsWith(start)).toBe(true);
  });

  it('keeps the number of cells of a table row', () => {
    const { text } = rewrite({ kind: 'table_row', text: '| Second bag | CAD 50 | CAD 50 |\n' });
    expect(text.split('|')).toHaveLength(5);
  });

  it('quotes a French clause in French words', () => {
    expect(rewrite({ lang: 'fr', clauses: [french] }).text).toBe(
      'Notre règlement indique : « Un deuxième bagage coûte 60 CAD. » (Bagages, 2. Tarifs).\n',
    );
  });

  it('gives typed values and the original, its language named, where the clause is in another language', () => {
    const { text } = rewrite({ lang: 'fr' });
    expect(text).toContain('non autorisé, 60 CAD, au plus 14 jours');
    expect(text).toContain('en anglais : « A second bag costs CAD 60. »');
  });

  it('gives a table row in words, not as a raw line', () => {
    expect(rewrite({ clauses: [row] }).text).toBe(
      'Our table “bag fees” lists: zone Sun – second bag CAD 60.\n',
    );
  });

  it('leaves out what nothing bears on, and says so once in an answer', () => {
    expect(rewrite({ clauses: [] })).toEqual({ text: 'Left out.\n', saysLeftOut: true });
    expect(rewrite({ clauses: [], leftOutText: null })).toEqual({ text: '', saysLeftOut: false });
  });

  it('does not say a clause twice in one answer', () => {
    expect(rewrite({ isQuoted: () => true })).toEqual({ text: '', saysLeftOut: false });
  });
});

describe('candidateClauses', () => {
  const citing = ({ passage }: ReadPassage, relation: Evidence['relation']): Evidence =>
    evidence({
      relation,
      source: passage.source,
      start_char: passage.start_char,
      end_char: passage.end_char,
      quote: passage.quote,
    });
  const library = createClauseLibrary([english, french, row]);
  const groups = (over: Partial<Parameters<typeof candidateClauses>[0]> = {}) =>
    candidateClauses({
      verdict: failing(),
      near: [],
      library,
      lang: 'en',
      isInForce: () => true,
      bearing: () => 1,
      held: () => 1,
      isPreferred: () => false,
      ...over,
    });
  const candidates = (over: Parameters<typeof groups>[0] = {}) => groups(over).map(([first]) => first);
  const contradicted = failing({ evidence: [citing(english, 'contradicts')] });

  it('takes what contradicts the claim before what is only near', () => {
    const near = [
      { clause: row, nearness: 0.9 },
      { clause: english, nearness: 0.8 },
    ];
    expect(candidates({ verdict: contradicted, near })).toEqual([english, row]);
  });

  it.each([
    { name: 'bears on another subject', bears: 0.6, nearness: 0.8, checks: ['deadline'], first: row },
    { name: 'is far', bears: 1, nearness: 0.5, checks: ['deadline'], first: row },
    { name: 'is on the matter', bears: 1, nearness: 0.8, checks: ['deadline'], first: english },
    {
      name: 'is far, but compared word by word',
      bears: 1,
      nearness: 0.5,
      checks: ['time-window'],
      first: english,
    },
  ])(
    'where what contradicts the claim $name, the other goes accordingly',
    ({ bears, nearness, checks, first }) => {
      const near = [
        { clause: row, nearness: 0.9 },
        { clause: english, nearness },
      ];
      const findings = checks.map((check) => ({ kind: 'temporal' as const, check, message: '' }));
      const verdict = { ...contradicted, findings };
      const bearing = (clause: ReadPassage) => (clause === english ? bears : 1);
      expect(candidates({ verdict, near, bearing })[0]).toBe(first);
    },
  );

  it('takes what bears most on the question before what contradicts the claim', () => {
    const near = [
      { clause: row, nearness: 0.9 },
      { clause: english, nearness: 0.8 },
    ];
    const bearing = (clause: ReadPassage) => (clause === row ? 2 : 1);
    expect(candidates({ verdict: contradicted, near, bearing })).toEqual([row, english]);
  });

  const open = failing({ band: 'not_verified' });
  const sentence = (start_char: number, quote: string) => readPassage({ start_char, quote });
  const [first, second] = [sentence(0, 'Skis are free.'), sentence(20, 'Boots are not.')];

  it('gives two sentences of one section together where it is not certain which decides', () => {
    const near = (nearness: number) => [
      { clause: first, nearness: 0.9 },
      { clause: second, nearness },
    ];
    expect(groups({ verdict: open, near: near(0.85) })[0]).toEqual([first, second]);
    expect(groups({ verdict: open, near: near(0.75) })[0]).toEqual([first]);
  });

  it('gives nothing where two of different places lie close and neither holds the claim’s words', () => {
    const elsewhere = readPassage({
      ...{ source: 'policies/pets.md', heading_path: ['Pets'], block_id: 'p' },
      quote: 'Dogs are.',
    });
    const near = [
      { clause: first, nearness: 0.9 },
      { clause: elsewhere, nearness: 0.88 },
    ];
    expect(groups({ verdict: open, near, held: () => 0.2 })).toEqual([]);
    expect(groups({ verdict: open, near, held: () => 0.8 })[0]).toEqual([first]);
    expect(groups({ verdict: failing(), near, held: () => 0.2 })[0]).toEqual([first]);
  });

  it('leaves out what is far from claim and question', () => {
    const near = [
      { clause: row, nearness: 0.9 },
      { clause: english, nearness: 0.2 },
    ];
    expect(candidates({ near })).toEqual([row]);
  });

  it('takes a preferred clause before one that is as near, not before one that answers better', () => {
    const isPreferred = (passage: ReadPassage['passage']) => passage.id === row.passage.id;
    const near = (nearness: number) => [
      { clause: english, nearness: 0.9 },
      { clause: row, nearness },
    ];
    expect(candidates({ near: near(0.85), isPreferred })).toEqual([row, english]);
    expect(candidates({ near: near(0.7), isPreferred })).toEqual([english, row]);
  });

  it('takes the version in the language of the answer', () => {
    expect(candidates({ verdict: contradicted, lang: 'fr' })).toEqual([french]);
  });

  it('takes nothing that is out of force, or cannot be found again', () => {
    expect(candidates({ verdict: contradicted, isInForce: () => false })).toEqual([]);
    expect(candidates({ verdict: failing({ evidence: [evidence({ start_char: 999 })] }) })).toEqual([]);
  });

  it('takes nothing for a claim that nothing speaks of', () => {
    const invented = failing({ label: 'unsupported', reason: 'no_evidence' });
    expect(candidates({ verdict: invented, near: [{ clause: english, nearness: 1 }] })).toEqual([]);
  });
});
