import { beforeAll, describe, expect, it } from 'vitest';
import { passagesOfContext } from '../../../../src/core/indexing/index.js';
import { indexPassage, type KnowledgeIndex } from '../../../../src/core/retrieval/index.js';
import { packEvidence } from '../../../../src/core/verification/judge/index.js';
import type { Claim } from '../../../../src/schema/index.js';
import { knowledgeOf } from '../../../support/knowledge.js';

const RULES = (section: string) =>
  `---\ntitle: Boats\nlang: en\neffective_from: 2026-01-01\n---\n\n# Boats\n\n## Deposit\n\nThe deposit is CAD 80. It is given back:\n\n- at the jetty\n- within 3 days by card\n\n${section}`;
const LONG = Array.from({ length: 120 }, (_, i) => `Jetty ${i} opens at ${i % 24} o’clock.`).join(' ');

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await knowledgeOf({
    'policies/boats.md': RULES(`## Jetties\n\n${LONG}\n`),
    'policies/boats-old.md':
      '---\ntitle: Boats\nlang: en\neffective_to: 2026-01-01\n---\n\n# Boats\n\nThe deposit was CAD 20.\n',
    'knowledge/prices.csv': 'boat,price_cad\nCanoe,30\nRaft,45\n',
  });
});

const claim = (text: string): Claim => ({
  text,
  start_char: 0,
  end_char: text.length,
  subject: 'rule',
  lang: 'en',
  context: { question: null, premises: [], antecedents: [], lead_ins: [] },
});

const pack = (claims: string[], over: Partial<Parameters<typeof packEvidence>[1]> = {}) =>
  packEvidence(claims.map(claim), {
    index,
    as_of: '2026-06-01',
    context: [],
    tool_results: [],
    chars: 3_000,
    signal: new AbortController().signal,
    ...over,
  });

const words = async (...args: Parameters<typeof pack>) => (await pack(...args)).items.map(({ text }) => text);

describe('packEvidence', () => {
  it('gives whole sections under their headings, items with what leads them in', async () => {
    const { sections } = await pack(['The deposit is CAD 60.']);
    const deposit = sections.find(({ heading }) => heading === 'Boats › Deposit');
    expect(deposit).toMatchObject({ source: 'policies/boats.md', effective_from: '2026-01-01' });
    expect(deposit?.items.map(({ text }) => text)).toEqual([
      'The deposit is CAD 80.',
      'It is given back:',
      'It is given back: at the jetty',
      'It is given back: within 3 days by card',
    ]);
  });

  it('gives rows with the names of their columns', async () => {
    expect((await words(['A raft costs CAD 30.'])).some((text) => /boat: Raft.*45/.test(text))).toBe(true);
  });

  it('gives nothing that is not in force', async () => {
    expect((await words(['The deposit is CAD 20.'])).join()).not.toContain('CAD 20');
    expect((await words(['The deposit is CAD 20.'], { as_of: '2025-06-01' })).join()).toContain('CAD 20');
  });

  it('numbers all of it from 1, within its budget', async () => {
    const { items } = await pack(['Jetty 7 opens at 7 o’clock.', 'The deposit is CAD 60.'], { chars: 1_500 });
    expect(items.map(({ number }) => number)).toEqual(items.map((_, i) => i + 1));
    expect(items.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(1_500);
  });

  it('gives of a section that is too long what was found of it', async () => {
    const texts = await words(['Jetty 7 opens at 9 o’clock.'], { chars: 1_500 });
    expect(texts).toContain('Jetty 7 opens at 7 o’clock.');
    expect(texts.filter((text) => text.startsWith('Jetty')).length).toBeLessThan(60);
  });

  it('has the nearest section of every claim, however many there are', async () => {
    const texts = (
      await words(['Jetty 7 opens at 7 o’clock.', 'A raft costs CAD 30.', 'The deposit is CAD 60.'])
    ).join();
    for (const shown of ['Jetty 7 opens', 'Raft', 'The deposit is CAD 80']) expect(texts).toContain(shown);
  });

  it('has what the caller is trusted to bring, and tool results as what they are', async () => {
    const context = passagesOfContext([{ text: 'Canoes with a hole are free.' }], 'en').map((passage) =>
      indexPassage(passage, index.vocabulary),
    );
    const { sections, items } = await pack(['A canoe with a hole is free.'], {
      context,
      tool_results: ['{"boat": "Canoe",\n "paid": 30}'],
    });
    expect(items.map(({ text }) => text)).toContain('Canoes with a hole are free.');
    expect(sections.at(-1)).toMatchObject({
      heading: null,
      items: [{ passage: null, text: '{"boat": "Canoe", "paid": 30}' }],
    });
  });

  it('says which sections are near to which claim', async () => {
    const { sections, nearest } = await pack(['A raft costs CAD 30.']);
    const near = sections.filter((_, place) => nearest[0]?.has(place));
    expect(near.some(({ items }) => items.some(({ text }) => text.includes('Raft')))).toBe(true);
  });
});
