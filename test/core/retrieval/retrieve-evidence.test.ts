import { beforeAll, describe, expect, it } from 'vitest';
import { buildSnapshot, passagesOfContext } from '../../../src/core/indexing/index.js';
import { stemWord } from '../../../src/core/lexicon/index.js';
import { readText } from '../../../src/core/reading/index.js';
import {
  buildKnowledgeIndex,
  type IndexedPassage,
  indexPassage,
  type KnowledgeIndex,
  localDenseSearch,
  localTextEmbedder,
  neighbours,
  RETRIEVAL_WEIGHTS,
  retrieveEvidence,
  sentenceBefore,
} from '../../../src/core/retrieval/index.js';
import type { Claim, ClaimContext, Language } from '../../../src/schema/index.js';

const FILES = [
  {
    source: 'policies/hire.md',
    text: `---
title: Hire of boats
lang: en
effective_from: 2026-03-01
supersedes: hire-2025.md
---
# Hire of boats

## Return

Boats come back at dusk. A late boat costs CAD 25 an hour. Wet seats are no defect.

## Cancellation

You may cancel a hire free of charge until 48 hours before it begins:

- by telephone;
- on the web site.

After that, half of the price is refunded.

## Dogs

Dogs travel in canoes only. A dog wears a vest of at most 20 kg.
`,
  },
  {
    source: 'policies/hire-2025.md',
    text: `---
title: Hire of boats
lang: en
---
# Hire of boats

## Return

Boats come back at midnight. A late boat costs CAD 10 an hour.
`,
  },
  {
    source: 'policies/camping.fr.md',
    text: `---
title: Camping
---
# Camping

Les tentes sont montées avant la nuit. Un feu de bois est interdit en juillet.
`,
  },
  {
    source: 'knowledge/fees.csv',
    text: 'lake,boat,fee_cad\nMoon Lake,Swift,40\nMoon Lake,Heron,65\nSun Lake,Swift,45\nSun Lake,Heron,70\n',
  },
];

const NO_CONTEXT: ClaimContext = { question: null, premises: [], antecedents: [], lead_ins: [] };
const EARLIER = '2025-06-01';
const NOW = '2026-06-01';
let index: KnowledgeIndex;

beforeAll(async () => {
  const { snapshot, problems } = await buildSnapshot('test', FILES, {
    glossary: '- term: tariff sheet\n  synonyms: [zebra list]\n',
  });
  expect(problems).toEqual([]);
  index = buildKnowledgeIndex(snapshot);
});

function claimOf(text: string, lang: Language, context: Partial<ClaimContext> = {}): Claim {
  return {
    text,
    start_char: 0,
    end_char: text.length,
    subject: 'rule',
    lang,
    context: { ...NO_CONTEXT, ...context },
  };
}

async function find(
  text: string,
  options: {
    lang?: Language;
    context?: Partial<ClaimContext>;
    as_of?: string;
    limit?: number;
    extra?: IndexedPassage[];
  } = {},
) {
  const claim = claimOf(text, options.lang ?? 'en', options.context);
  const reading = readText(text, claim.lang, index.vocabulary);
  const { as_of = NOW, limit = 5, extra = [] } = options;
  return retrieveEvidence({ claim, reading }, index, { as_of, limit, extra });
}
const first = async (...args: Parameters<typeof find>) => (await find(...args))[0]?.passage.text;

describe('retrieveEvidence', () => {
  it.each([
    {
      name: 'the sentence that shares its words',
      claim: 'Wet seats are not a defect.',
      found: 'Wet seats are no defect.',
    },
    {
      name: 'a sentence in other words',
      claim: 'Boats have to be returned by dusk.',
      found: 'Boats come back at dusk.',
    },
    {
      name: 'the row that its key cells name',
      claim: 'On Sun Lake the Heron is 70 dollars.',
      found: 'lake: Sun Lake; boat: Heron; fee: 70 CAD',
    },
    {
      name: 'the row also when the amount is wrong',
      claim: 'On Sun Lake the Swift is 65 dollars.',
      found: 'lake: Sun Lake; boat: Swift; fee: 45 CAD',
    },
    {
      name: 'the clause with the same amount',
      claim: 'At most 20 kilos.',
      found: 'A dog wears a vest of at most 20 kg.',
    },
  ])('finds $name', async ({ claim, found }) => expect(await first(claim)).toBe(found));

  it('finds an English clause for a French claim, and a French clause for an English one', async () => {
    expect(await first('Les chiens voyagent seulement en canoë.', { lang: 'fr' })).toMatch(/dog/i);
    expect(await first('A wood fire is forbidden in July.')).toBe('Un feu de bois est interdit en juillet.');
  });

  it('reads an elliptical claim with its question, its lead-in and the sentence before', async () => {
    const found = 'lake: Sun Lake; boat: Heron; fee: 70 CAD';
    expect(await first('It is 70.', { context: { question: 'How much is the Heron on Sun Lake?' } })).toBe(
      found,
    );
    expect(await first('Heron', { context: { lead_ins: ['Boats on Sun Lake'] } })).toBe(found);
    expect(
      await first('It travels in nothing else.', { context: { antecedents: ['Your dog goes in a canoe.'] } }),
    ).toMatch(/dog/i);
  });

  it('returns only what is in force on the day', async () => {
    const sources = async (as_of: string) =>
      new Set(
        (await find('A late boat costs CAD 25 an hour.', { as_of, limit: 20 })).map(
          ({ passage }) => passage.source,
        ),
      );
    expect(await sources(NOW)).not.toContain('policies/hire-2025.md');
    expect(await sources(EARLIER)).toContain('policies/hire-2025.md');
    expect(await sources(EARLIER)).not.toContain('policies/hire.md');
    expect(await first('A late boat costs CAD 10 an hour.', { as_of: EARLIER })).toBe(
      'A late boat costs CAD 10 an hour.',
    );
  });

  it('lets rows of one table not crowd out another passage', async () => {
    const rows = ['Swift', 'Heron', 'Otter', 'Tern', 'Grebe', 'Loon', 'Teal', 'Coot'];
    const { snapshot } = await buildSnapshot('rows', [
      {
        source: 'knowledge/mooring.csv',
        text: `boat,mooring_fee_cad\n${rows.map((boat, at) => `${boat},${10 + at}`).join('\n')}\n`,
      },
      { source: 'policies/pier.md', text: '# Pier\n\nThe fee of a boat is due at noon.\n' },
      // So that the words of the rows are rare.
      { source: 'policies/tents.md', text: `# Tents\n\n${'Tents stand in the meadow.\n\n'.repeat(40)}` },
    ]);
    const own = buildKnowledgeIndex(snapshot);
    const claim = claimOf('The mooring fee of a boat is paid in the evening.', 'en');
    const reading = readText(claim.text, 'en', own.vocabulary);
    const placeOf = async (further_row: number): Promise<number> => {
      const options = { as_of: NOW, limit: 12, extra: [] };
      const weights = { ...RETRIEVAL_WEIGHTS, further_row };
      const found = await retrieveEvidence({ claim, reading }, own, options, weights);
      return found.findIndex(({ passage }) => passage.source === 'policies/pier.md');
    };
    expect(await placeOf(1)).toBe(rows.length);
    expect(await placeOf(0.6)).toBeLessThan(rows.length);
    expect(await placeOf(0.6)).toBeGreaterThan(0);
    expect(RETRIEVAL_WEIGHTS.further_row).toBeLessThan(1);
  });

  it('weighs a passage by its words alike, however long the texts beside are', async () => {
    const partBeside = async (sentence: string): Promise<number> => {
      const { snapshot } = await buildSnapshot('beside', [
        { source: 'policies/hire.md', text: '# Hire\n\nA canoe is hired for a day.\n' },
        { source: 'policies/terms.md', text: `# Terms\n\n${sentence}\n` },
      ]);
      const { lexical } = buildKnowledgeIndex(snapshot);
      const found = lexical.postings(stemWord('canoe', 'en'));
      return lexical.parts[found?.from ?? -1] ?? 0;
    };
    const short = await partBeside('Tents stand here.');
    expect(short).toBeGreaterThan(0);
    expect(await partBeside(`Tents ${'and many other things '.repeat(40)}stand here.`)).toBe(short);
  });

  it('ranks by scores in [0, 1], best first, within the limit, each passage once', async () => {
    const found = await find('You may cancel by telephone until 48 hours before.', { limit: 4 });
    expect(found).toHaveLength(4);
    const scores = found.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect(new Set(found.map(({ ordinal }) => ordinal)).size).toBe(4);
    for (const { ordinal, passage } of found) expect(index.entries[ordinal]?.passage).toBe(passage);
  });

  it('is deterministic', async () => {
    expect(await find('Boats come back at dusk.')).toEqual(await find('Boats come back at dusk.'));
  });

  it('takes trusted caller evidence as candidates', async () => {
    const extra = passagesOfContext([{ text: 'Unicycles are rented by the minute. Boats too.' }], 'en').map(
      (passage) => indexPassage(passage, index.vocabulary),
    );
    const found = await find('Unicycles are rented by the minute.', { extra });
    expect(found[0]?.passage.source).toBe('context:1');
    expect(found[0]?.ordinal).toBe(index.entries.length);
  });

  it('finds caller evidence where the knowledge base is empty, and nothing where there is none', async () => {
    const empty = buildKnowledgeIndex((await buildSnapshot('empty', [])).snapshot);
    const extra = passagesOfContext([{ text: 'Unicycles are red. Boats are blue.' }], 'en').map((passage) =>
      indexPassage(passage, empty.vocabulary),
    );
    const claim = claimOf('Boats are blue.', 'en');
    const query = { claim, reading: readText(claim.text, 'en', empty.vocabulary) };
    const found = await retrieveEvidence(query, empty, { as_of: NOW, limit: 1, extra });
    expect(found.map(({ passage }) => passage.text)).toEqual(['Boats are blue.']);
    expect(await retrieveEvidence(query, empty, { as_of: NOW, limit: 5, extra: [] })).toEqual([]);
  });

  it('finds nothing for a claim without a word of the knowledge base', async () => {
    expect(await find('Qwxyz zzkq.')).toEqual([]);
  });

  it('stops when the answer is given up', async () => {
    const claim = claimOf('Boats come back.', 'en');
    const query = { claim, reading: readText(claim.text, 'en', index.vocabulary) };
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(retrieveEvidence(query, index, { as_of: NOW, limit: 5, extra: [], signal })).rejects.toThrow(
      'gone',
    );
  });

  it('lets a dense search that fails fail the query, never answer it with less', async () => {
    const claim = claimOf('Boats come back.', 'en');
    const query = { claim, reading: readText(claim.text, 'en', index.vocabulary) };
    const dense = { search: () => Promise.reject(new Error('down')) };
    await expect(retrieveEvidence(query, index, { as_of: NOW, limit: 5, extra: [], dense })).rejects.toThrow(
      'down',
    );
  });

  it('ranks alike with a dense search over the same vectors', async () => {
    const claim = claimOf('Boats come back.', 'en');
    const query = { claim, reading: readText(claim.text, 'en', index.vocabulary) };
    const rows = index.entries.map((_, ordinal) => index.embedding.row(ordinal));
    const vectors = { nearest: async () => rows.map((_, ordinal) => ({ ordinal, score: 0 })) };
    const options = { as_of: NOW, limit: 5, extra: [] };
    const found = await retrieveEvidence(query, index, {
      ...options,
      dense: localDenseSearch(index, vectors),
    });
    const exact = await retrieveEvidence(query, index, options);
    expect(found.map(({ ordinal }) => ordinal)).toEqual(exact.map(({ ordinal }) => ordinal));
  });
});

describe('neighbours', () => {
  const passageOf = (text: string) => {
    const passage = index.entries.find((entry) => entry.passage.text.includes(text))?.passage;
    if (passage === undefined) throw new Error(`no passage "${text}"`);
    return passage;
  };

  it('are the passages of the block and then of the section, without the passage itself', () => {
    expect([...neighbours(index, passageOf('on the web site'))].map(({ passage }) => passage.quote)).toEqual([
      'by telephone;',
      'You may cancel a hire free of charge until 48 hours before it begins:',
      'After that, half of the price is refunded.',
    ]);
  });

  it('of a row are rows that share a key cell', () => {
    expect([...neighbours(index, passageOf('fee: 70'))].map(({ passage }) => passage.quote)).toEqual([
      'Moon Lake,Heron,65',
      'Sun Lake,Swift,45',
    ]);
  });

  it('of caller evidence are none', () => {
    const [passage] = passagesOfContext([{ text: 'A. B.' }], 'en');
    expect(passage === undefined ? null : [...neighbours(index, passage)]).toEqual([]);
  });
});

describe('the sentence before', () => {
  it('is that of the same paragraph, and none for its first and for caller evidence', () => {
    const before = index.snapshot.passages.flatMap((passage, ordinal) => {
      const place = sentenceBefore(index, passage);
      if (place === null) return [];
      const other = index.snapshot.passages[place];
      expect(other?.block_id).toBe(passage.block_id);
      expect(other?.start_char).toBeLessThan(passage.start_char);
      return [[place, ordinal]];
    });
    expect(before.length).toBeGreaterThan(0);
    for (const [place = 0, ordinal = 0] of before) expect(ordinal - place).toBe(1);
    const [passage] = passagesOfContext([{ text: 'A. B.' }], 'en');
    expect(passage === undefined ? null : sentenceBefore(index, passage)).toBeNull();
  });
});

describe('the local embedding', () => {
  it('gives unit vectors, closest to the passage that the text repeats', async () => {
    const vector = await localTextEmbedder(index).embedQuery('Un feu de bois est interdit en juillet.');
    expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5);
    const cosines = index.entries.map((_, ordinal) =>
      index.embedding.cosine(vector ?? new Float32Array(), ordinal),
    );
    expect(index.entries[cosines.indexOf(Math.max(...cosines))]?.passage.text).toBe(
      'Un feu de bois est interdit en juillet.',
    );
  });
});

describe('a list of questions and answers', () => {
  it('states what its answers say and nothing that its questions ask', async () => {
    const { snapshot } = await buildSnapshot('faq', [
      {
        source: 'policies/faq.md',
        text: '# Questions\n\nQ: May I smoke here?\nA: No, smoking is not allowed.\n',
      },
    ]);
    const faq = buildKnowledgeIndex(snapshot);
    const read = faq.entries.flatMap(({ reading }) => reading.statements);
    expect(read.map(({ modality }) => modality)).toEqual(['forbidden']);
  });
});
