import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { buildSnapshot } from '../core/indexing/index.js';
import { buildVocabulary, detectLanguage } from '../core/reading/index.js';
import type { Language } from '../schema/index.js';
import { jsonLines } from './evaluation-case.js';
import {
  type Coverage,
  type CoverageTally,
  countText,
  coverageOf,
  heaviestUnmapped,
  newTally,
  ownStems,
} from './lexicon-coverage.js';
import { loadKnowledgeBases, readTextFile } from './load-bench.js';
import { loadTrainingClaims } from './training/training-claims.js';

const LANGUAGES = ['en', 'fr'] as const;
/** The last operators by name are measured and never quarried for words. */
const HELD_OUT = 4;
/** The fixed sample of a corpus: so many documents a file and language, evenly over the sorted ids, so many characters each. */
const DOCUMENTS_PER_FILE = 25;
const DOCUMENT_CHARS_MAX = 15_000;

const CorpusDocument = z.looseObject({ id: z.string(), lang: z.string(), text: z.string() });
type Tallies = Record<Language, CoverageTally>;
const newTallies = (): Tallies => ({ en: newTally(), fr: newTally() });

/** Claims and quotes of the training operators; a quote counts in the language that it is written in. */
const countTraining = async (folder: string): Promise<{ quarry: Tallies; heldOut: Tallies }> => {
  const indexes = await loadKnowledgeBases(folder);
  const names = [...indexes.keys()].sort();
  const measured = new Set(names.slice(-HELD_OUT));
  const [quarry, heldOut] = [newTallies(), newTallies()];
  const operators = new Map(
    [...indexes].map(([name, { vocabulary }]) => [
      name,
      { vocabulary, own: { en: ownStems(vocabulary, 'en'), fr: ownStems(vocabulary, 'fr') } },
    ]),
  );
  for (const { kb, lang, claim, quote } of await loadTrainingClaims(folder)) {
    const operator = operators.get(kb);
    if (operator === undefined) continue;
    const tallies = measured.has(kb) ? heldOut : quarry;
    const texts: [string, Language][] = [[claim, lang]];
    for (const part of quote.split(' || ')) if (part !== '') texts.push([part, detectLanguage(part) ?? 'en']);
    for (const [text, of] of texts)
      countText(tallies[of], text, of, { name: kb, vocabulary: operator.vocabulary, own: operator.own[of] });
  }
  return { quarry, heldOut };
};

/** Every document of the sample is an operator of its own. */
const countCorpora = async (folder: string): Promise<Tallies> => {
  const tallies = newTallies();
  for (const file of (await readdir(folder)).sort()) {
    if (!/\.jsonl(?:\.gz)?$/.test(file)) continue;
    const documents = jsonLines(await readTextFile(join(folder, file))).map((line) =>
      CorpusDocument.parse(line),
    );
    documents.sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const lang of LANGUAGES) {
      const own = documents.filter((document) => document.lang.startsWith(lang));
      const step = Math.max(1, Math.floor(own.length / DOCUMENTS_PER_FILE));
      for (let at = 0; at < own.length && at < step * DOCUMENTS_PER_FILE; at += step) {
        const document = own[at];
        if (document !== undefined) await countDocument(tallies[lang], document, lang);
      }
    }
  }
  return tallies;
};

const countDocument = async (
  tally: CoverageTally,
  { id, text }: z.infer<typeof CorpusDocument>,
  lang: Language,
): Promise<void> => {
  const file = { source: 'policies/document.md', text: text.slice(0, DOCUMENT_CHARS_MAX) };
  const { snapshot } = await buildSnapshot(id, [file]);
  const vocabulary = buildVocabulary(snapshot);
  const operator = { name: id, vocabulary, own: ownStems(vocabulary, lang) };
  for (const passage of snapshot.passages)
    if (detectLanguage(passage.text) === lang) countText(tally, passage.text, lang, operator);
};

/** Coverage of one kind of text in one language, and the words that it lacks most. */
export interface LexiconCoverage extends Coverage {
  texts: 'quarry' | 'held out' | 'corpora';
  lang: Language;
  /** Of the quarry only: nobody reads what the measured texts lack. */
  unmapped: { words: string; count: number; operators: number }[];
}

const UNMAPPED_MAX = 1000;

/**
 * How much of the language of policies the lexicon knows: over the claims and quotes of a training folder, the last four
 * operators by name apart, and over a fixed sample of a folder of policy texts (`.jsonl`, `.jsonl.gz`) where one is given.
 */
export const measureLexicon = async (
  trainFolder: string,
  corporaFolder: string | null,
): Promise<LexiconCoverage[]> => {
  const { quarry, heldOut } = await countTraining(trainFolder);
  const corpora = corporaFolder === null ? newTallies() : await countCorpora(corporaFolder);
  const rows: LexiconCoverage[] = [];
  for (const [texts, tallies] of [
    ['quarry', quarry],
    ['held out', heldOut],
    ['corpora', corpora],
  ] as const)
    for (const lang of LANGUAGES) {
      const unmapped = texts === 'quarry' ? heaviestUnmapped(tallies[lang], UNMAPPED_MAX) : [];
      rows.push({ texts, lang, ...coverageOf(tallies[lang]), unmapped });
    }
  return rows.filter(({ content_words }) => content_words > 0);
};

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** The figures as a table, then the `limit` heaviest unmapped words and pairs of words of the quarry. */
export const formatLexicon = (rows: readonly LexiconCoverage[], limit: number): string =>
  [
    'texts     lang  content words  covered  concept  neutral  own words  names',
    ...rows.map((row) =>
      [
        row.texts.padEnd(8),
        row.lang.padEnd(4),
        String(row.content_words).padStart(13),
        percent(row.covered).padStart(7),
        percent(row.concept).padStart(7),
        percent(row.neutral).padStart(7),
        String(row.own_words).padStart(9),
        String(row.names).padStart(5),
      ].join('  '),
    ),
    ...rows.flatMap(({ lang, unmapped }) =>
      unmapped
        .slice(0, limit)
        .map(({ words, count, operators }) => `${lang}  ${words}: ${count} times at ${operators} operators`),
    ),
  ].join('\n');
