import type { Claim, Passage, Reading } from '../../../schema/index.js';
import { type KnowledgeIndex, sentenceBefore } from '../../retrieval/index.js';
import { clausesOf, limitBegins } from '../clauses/index.js';
import { contentKeys, type KnowledgeFacts, type PassageFacts } from '../knowledge-facts.js';
import type { AlignedPassage } from '../matching/alignment.js';

/** The clause or table row in force that a claim repeats word for word. */
export interface QuotedClause {
  passage: Passage;
  reading: Reading;
  /** All of the passage is said, by the claim alone or together with the claims right before it. */
  is_whole: boolean;
  /** It answers what was asked, so that nothing said of other cases speaks against it. */
  settles: boolean;
  /** The question names a class, zone or product of the operator's that it does not: another clause may rule that case. */
  is_other_case: boolean;
}

/** A passage that may hold the quote. */
type HeldPassage = Pick<AlignedPassage, 'passage' | 'reading' | 'facts'>;

interface Word {
  word: string;
  /** What stands between it and the word before. */
  gap: string;
  start_char: number;
  end_char: number;
}

/** A minus belongs to its number ("-18 °C"), a hyphen between two does not. */
const WORD = /(?:(?<![\p{L}\p{N}])[-−])?\p{N}+(?:[.,:]\p{N}+)*|\p{L}+|[€$£%<>≤≥]/gu;
const STOP = /[.!?…;\n]/;
const SENTENCE_END = /[.!?…\n]/;
const JOINS: ReadonlySet<string> = new Set(['and', 'but', 'or', 'then', 'et', 'mais', 'ou', 'puis']);
/** It goes on from what stands before it, or names its subject there. */
const DEPENDENT =
  /^(?:otherwise|else|but|however|except|unless|and|or|then|after that|before that|in that case|this|these|that|those|such|it|its|they|their|them|he|she|if so|sinon|mais|toutefois|cependant|sauf|et|ou|puis|ensuite|dans ce cas|cela|ceci|il|ils|elle|elles|leurs?|celle|celui|ceux|celles)(?!\p{L})/iu;
/** What follows takes back some of what stands before it. */
const RESTRICTS =
  /^\W*(?:except|unless|only|but only|but not|provided|as long as|if|when|subject to|sauf|hormis|uniquement|seulement|à condition|si|mais (?:uniquement|seulement|pas))(?!\p{L})/iu;
const ANTECEDENTS_MAX = 2;
const JOINS_MAX = 2;
/** A word or two quote nothing. */
const WORDS_MIN = 3;

const wordsOf = (text: string): Word[] => {
  let end = 0;
  return [...text.matchAll(WORD)].map(({ 0: written, index }) => {
    const gap = text.slice(end, index);
    end = index + written.length;
    return {
      word: written.normalize('NFC').replace('−', '-').toLowerCase(),
      gap,
      start_char: index,
      end_char: end,
    };
  });
};

const cache = new WeakMap<Passage, readonly Word[]>();

const wordsOfPassage = (passage: Passage): readonly Word[] => {
  const known = cache.get(passage) ?? wordsOf(passage.text);
  cache.set(passage, known);
  return known;
};

type Pieces = readonly (readonly Word[])[];

/** What completes a claim: nothing, which most need, what was said right before, or the lead-in of its list. */
function* completions({ context: { antecedents, lead_ins } }: Claim): Generator<Pieces> {
  yield [];
  for (let count = 1; count <= Math.min(ANTECEDENTS_MAX, antecedents.length); count++)
    yield antecedents.slice(-count).map(wordsOf);
  const leadIn = lead_ins.at(-1);
  if (leadIn?.trimEnd().endsWith(':')) yield [wordsOf(leadIn)];
}

const standsAt = (piece: readonly Word[], run: readonly Word[], at: number): boolean =>
  piece.every(({ word }, i) => run[at + i]?.word === word);

/** Where pieces begin that end right before a place of a run, one after the other; null where they do not stand there. */
const startOf = (pieces: Pieces, run: readonly Word[], before: number): number | null => {
  let at = before;
  for (const piece of pieces.toReversed()) {
    const last = piece.at(-1)?.word;
    for (let joins = 0; joins < JOINS_MAX && run[at - 1]?.word !== last; joins++)
      if (JOINS.has(run[at - 1]?.word ?? '')) at--;
    at -= piece.length;
    if (piece.length === 0 || at < 0 || !standsAt(piece, run, at)) return null;
  }
  return at;
};

/** Whether a passage may be left off before `end`: a clause of its own follows, and nothing that limits what was said. */
const mayEnd = ({ passage, reading }: HeldPassage, words: readonly Word[], from: number, end: number) => {
  const next = words[end];
  if (next === undefined) return true;
  const rest = passage.text.slice(words[end - 1]?.end_char ?? 0);
  if (STOP.test(next.gap))
    return SENTENCE_END.test(next.gap) || !(RESTRICTS.test(rest) || limitBegins(reading, next.start_char));
  if (!JOINS.has(next.word) || RESTRICTS.test(rest)) return false;
  const stop = words.findIndex(({ gap }, i) => i > end && STOP.test(gap));
  const to = words[stop]?.start_char ?? passage.text.length;
  const [first, last] = [words[from]?.start_char ?? 0, words[end - 1]?.end_char ?? 0];
  const isOpen = ({ start_char, role }: Reading['statements'][number]): boolean =>
    (role === 'condition' || role === 'exception') && start_char >= last && start_char < to;
  const follows = clausesOf(reading, passage.text).find(({ statement }) => statement.start_char >= last);
  return (
    !reading.statements.some(isOpen) &&
    first < last &&
    follows !== undefined &&
    follows.statement.start_char < to &&
    follows.subject.size === 0
  );
};

/** Whether a run may be entered at a word: a sentence or half-sentence begins there that needs nothing before it. */
const mayStart = (run: readonly Word[], from: number, isAlone: boolean): boolean => {
  const [first, ...next] = run.slice(from, from + 3);
  if (first === undefined) return false;
  const opening = [first, ...next].map(({ word }) => word).join(' ');
  if (DEPENDENT.test(opening)) return isAlone && from === 0;
  if (from === 0 || SENTENCE_END.test(first.gap)) return true;
  if (!STOP.test(first.gap)) return false;
  // "… does not cover: glass; tyres": an item of a list in a sentence says nothing alone.
  const before = run.slice(0, from).findLastIndex(({ gap }) => SENTENCE_END.test(gap));
  return !run.slice(Math.max(0, before), from).some(({ gap }) => gap.includes(':'));
};

const withPrevious = (passage: Passage, index: KnowledgeIndex): readonly Word[] => {
  if (passage.kind !== 'sentence') return [];
  const previous = index.snapshot.passages[sentenceBefore(index, passage) ?? -1];
  return previous === undefined ? [] : wordsOfPassage(previous);
};

const standsIn = (
  claim: Claim,
  said: readonly Word[],
  held: HeldPassage,
  index: KnowledgeIndex,
): Pick<QuotedClause, 'is_whole'> | null => {
  const { passage } = held;
  const words = wordsOfPassage(passage);
  if (passage.row !== null)
    return said.length === words.length && standsAt(said, words, 0) ? { is_whole: true } : null;
  const { question, antecedents, lead_ins } = claim.context;
  const isAlone = question === null && antecedents.length === 0 && lead_ins.length === 0;
  for (let at = 0; at + said.length <= words.length; at++) {
    const end = at + said.length;
    if (!standsAt(said, words, at) || !mayEnd(held, words, at, end)) continue;
    for (const pieces of completions(claim)) {
      const before = pieces.length > 0 ? withPrevious(passage, index) : [];
      const run = [...before, ...words.map((word, i) => (i === 0 ? { ...word, gap: '\n' } : word))];
      const from = startOf(pieces, run, before.length + at);
      const isLimit =
        from !== null && from > before.length && limitBegins(held.reading, run[from]?.start_char ?? 0);
      if (from !== null && !isLimit && mayStart(run, from, isAlone && pieces.length === 0))
        return { is_whole: from <= before.length && end === words.length };
    }
  }
  return null;
};

/** Written alike however a text composes its letters. */
const PLAIN = /^[a-z0-9]+$/;

/** False where a text lacks one of the words: most passages are told so from a clause that is quoted without being read. */
const mayHold = (text: string, words: readonly string[]): boolean => {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
};

/** Least share of the question that the clause and its headings must hold for it to settle it. */
const ASKED_MIN = 0.5;

/** The share of what was asked that a clause and its headings hold, in [0, 1], and whether it is on another case. */
export const askedOf = (
  question: Reading | null,
  { own, surround }: Pick<PassageFacts, 'own' | 'surround'>,
  facts: KnowledgeFacts,
  index: KnowledgeIndex,
): { share: number; is_other_case: boolean } => {
  let [total, held] = [0, 0];
  for (const key of question === null ? [] : contentKeys(question)) {
    const isHeld = own.has(key) || surround.has(key);
    if (!isHeld && index.vocabulary.slots.has(key)) return { share: 0, is_other_case: true };
    total += facts.weight(key);
    if (isHeld) held += facts.weight(key);
  }
  return { share: total === 0 ? 1 : held / total, is_other_case: false };
};

/**
 * The clause among the evidence that the claim repeats word for word; null where none does. A part of a clause counts
 * where it stands by itself: a sentence, a half-sentence, or what a claim goes on with that follows its antecedent there too.
 */
export const quotedClause = (
  claim: Claim,
  question: Reading | null,
  evidence: readonly HeldPassage[],
  facts: KnowledgeFacts,
  index: KnowledgeIndex,
): QuotedClause | null => {
  const said = wordsOf(claim.text);
  if (said.length < WORDS_MIN || claim.text.trimEnd().endsWith('?')) return null;
  const plain = said.map(({ word }) => word).filter((word) => PLAIN.test(word));
  let best: QuotedClause | null = null;
  for (const held of evidence) {
    if (!mayHold(held.passage.text, plain)) continue;
    const found = standsIn(claim, said, held, index);
    if (found === null) continue;
    const { share, is_other_case } = askedOf(question, held.facts, facts, index);
    const { passage, reading } = held;
    const clause = {
      ...found,
      passage,
      reading,
      settles: !is_other_case && share >= ASKED_MIN,
      is_other_case,
    };
    if (clause.settles && clause.is_whole) return clause;
    if (best === null || (clause.settles && !best.settles)) best = clause;
  }
  return best;
};
