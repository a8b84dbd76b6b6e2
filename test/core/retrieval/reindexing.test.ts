import { describe, expect, it } from 'vitest';
import { buildSnapshot, documentMemo } from '../../../src/core/indexing/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../../../src/core/retrieval/index.js';

const LINKED = '# Routes\n\nBook on the [boat page](https://lake.example/boats). Bring a coat.\n';

const FILES: Record<string, string> = {
  'policies/routes.md': LINKED,
  'policies/hire.md': '# Hire\n\nA boat may be kept for 3 hours. Is it late? Then 10 EUR are due.\n',
  'policies/vests.fr.md': '# Gilets\n\nLes gilets sont gratuits pour les enfants.\n',
  'knowledge/fees.csv': 'boat,fee_cad\nsingle,40\nHeron,55\n',
};

const EDITS: { name: string; files: Record<string, string> }[] = [
  { name: 'a number', files: { 'policies/hire.md': '# Hire\n\nA boat may be kept for 4 hours.\n' } },
  {
    name: 'a sentence before others',
    files: { 'policies/hire.md': `# Hire\n\nAsk first. ${FILES['policies/hire.md']}` },
  },
  {
    name: 'a new name, by which every text may read otherwise',
    files: { 'policies/vests.fr.md': '# Gilets\n\nLe Gilet Boat coûte 3 EUR.\n' },
  },
  {
    name: 'a value of a table that sentences name',
    files: { 'knowledge/fees.csv': 'boat,fee_cad\nlate,40\n' },
  },
  {
    name: 'the language of a text',
    files: { 'policies/vests.md': '---\nlang: en\n---\nLes gilets sont gratuits.\n' },
  },
  {
    name: 'where a link leads, in the same words',
    files: { 'policies/routes.md': LINKED.replace('/boats', '/hire') },
  },
  { name: 'a file removed', files: { 'policies/hire.md': '' } },
];

const filesOf = (texts: Record<string, string>) =>
  Object.entries(texts).flatMap(([source, text]) => (text === '' ? [] : [{ source, text }]));

const said = ({ entries, vocabulary, lexical, embedding, snapshot }: KnowledgeIndex) => ({
  snapshot,
  vocabulary,
  readings: entries.map(({ reading }) => reading),
  ordinals: lexical.ordinals,
  parts: lexical.parts,
  rows: entries.map((_, ordinal) => embedding.row(ordinal)),
});

describe('indexing again after an edit', () => {
  it.each(EDITS)('$name: what is kept of the former index changes nothing', async ({ files }) => {
    const memo = documentMemo();
    const former = buildKnowledgeIndex((await buildSnapshot('test', filesOf(FILES), {}, memo)).snapshot);
    const edited = filesOf({ ...FILES, ...files });
    const again = buildKnowledgeIndex((await buildSnapshot('test', edited, {}, memo)).snapshot, former);
    const anew = buildKnowledgeIndex((await buildSnapshot('test', edited)).snapshot);
    expect(said(again)).toEqual(said(anew));
  });

  it('passages of the same words are read alike, each in its language', async () => {
    const text = '# Hire\n\nLes 3 boats are late. Is it so?\n';
    const files = ['policies/a.md', 'policies/b.md', 'policies/c.fr.md'].map((source) => ({ source, text }));
    const { snapshot } = await buildSnapshot('test', files);
    const { entries } = buildKnowledgeIndex(snapshot);
    const alone = snapshot.passages.map(
      (passage) => buildKnowledgeIndex({ ...snapshot, passages: [passage] }).entries[0]?.reading,
    );
    expect(entries.map(({ reading }) => reading)).toEqual(alone);
    expect(new Set(entries.map(({ reading }) => reading.lang))).toEqual(new Set(['en', 'fr']));
  });

  it('reads only the files that changed, and forgets those that left', async () => {
    const memo = documentMemo();
    const { snapshot } = await buildSnapshot('test', filesOf(FILES), {}, memo);
    const [first] = snapshot.documents;
    const read = () =>
      memo.read(
        { source: first?.source ?? '', text: FILES[first?.source ?? ''] ?? '' },
        first?.version ?? '',
      );
    const before = read();
    expect(read()).toBe(before);
    memo.keepOnly([]);
    expect(read()).not.toBe(before);
  });
});
