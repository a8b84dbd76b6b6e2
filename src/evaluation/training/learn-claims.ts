import { readText } from '../../core/reading/index.js';
import type { KnowledgeIndex } from '../../core/retrieval/index.js';
import {
  type Affinity,
  type AffinityTable,
  affinityOf,
  contentKeys,
  verifiableShare,
} from '../../core/verification/index.js';
import { networkText, UNDECIDED } from '../../core/verification/network/index.js';
import { seededRandom } from '../measures/metrics.js';
import { negated, renumbered, sentencesOf, swapped, variant } from './counterfactuals.js';
import type { KeyPair } from './train-affinity.js';
import { checkClaim, type TrainingClaim } from './training-claims.js';

const SEED = 11;
const SENTENCES_PER_KB = 60;

/** How a claim was changed, or its evidence, so that it is wrong or says what no policy says. */
type Counterfactual = 'renumbered' | 'negated' | 'swapped' | 'withheld';

/** Where a claim that no bot said comes from: written as one, a policy's own sentence, or a counterfactual of one of them. */
type MadeOrigin = 'written' | 'sentence' | Counterfactual;

/** Where a claim comes from: a bot's answer, or made for the training. */
export type Origin = 'answered' | MadeOrigin;

/** What counts of the answer that a claim is from. */
export interface LearnedAnswer {
  /** Whether it holds a wrong claim, this one or another. */
  is_wrong: boolean;
  /** Whether it is as long as those of real bots. */
  is_long: boolean;
  /** It is of an operator that no check was written for; only known where training was told so. */
  is_unread?: boolean;
}

/** A claim as the model learns from it. */
export interface LearnedClaim {
  item: TrainingClaim;
  origin: Origin;
  /** Features; what the network says is filled in once it has been learned. */
  vector: number[];
  /** What the network reads, a `NetworkText` as JSON: it goes from thread to thread. */
  text: string;
  /** Share of the threshold of `verified` up to which its risk may be for it to be verified, in [0, 1]. */
  verifiable: number;
  weight: number;
  /** Risk that the model of the other knowledge bases gave it. */
  held_out_risk: number;
  /** The answer that it is from. */
  answer?: LearnedAnswer;
}

/** Real answers are mostly plain: weights bring the kinds of the written claims near that mix. */
const KIND_WEIGHT: Readonly<Record<string, number>> = {
  plain: 6,
  paraphrase: 0.9,
  fabricated: 0.25,
  table: 2,
  arithmetic: 2,
};
const ORIGIN_WEIGHT: Readonly<Record<MadeOrigin, number>> = {
  written: 1,
  sentence: 1,
  renumbered: 0.6,
  negated: 0.6,
  swapped: 0.6,
  withheld: 0.15,
};

/** The words of each claim with a quote, and of the passages that it quotes. */
export const keyPairsOf = (claims: readonly TrainingClaim[], index: KnowledgeIndex): KeyPair[] =>
  claims.flatMap((item) => {
    if (item.quote === '') return [];
    const policy = new Set<string>();
    for (const entry of quoted(item.quote, index))
      for (const key of contentKeys(entry.reading)) policy.add(key);
    if (policy.size === 0) return [];
    const claim = contentKeys(readText(item.claim, item.lang, index.vocabulary));
    return [{ claim: [...claim], policy: [...policy], kb: item.kb }];
  });

/** The passages that a training quote was copied from. */
const quoted = (quote: string, index: KnowledgeIndex): KnowledgeIndex['entries'][number][] => {
  const parts = quote.split(' || ').map((part) => part.trim());
  return index.entries.filter(({ passage }) => parts.some((part) => overlaps(part, passage.quote.trim())));
};

const overlaps = (part: string, quote: string): boolean =>
  quote.length > 8 && (part.includes(quote) || quote.includes(part));

/**
 * Runs the checks over the claims of one knowledge base and over counterfactuals of them and of its own sentences.
 * `related` is a table of related words that this knowledge base had no part in. Chance depends on its name alone, so
 * that the order in which knowledge bases are read changes nothing.
 */
export const learnClaims = async (
  claims: readonly TrainingClaim[],
  kb: string,
  index: KnowledgeIndex,
  related: AffinityTable,
): Promise<LearnedClaim[]> => {
  const affinity: Affinity = affinityOf(related);
  const random = seededRandom(SEED ^ hash(kb));
  const rows: LearnedClaim[] = [];
  const learn = async (
    item: TrainingClaim,
    origin: MadeOrigin,
    withhold?: (quote: string) => boolean,
  ): Promise<void> => {
    const { input, signals, vector } = await checkClaim(item, index, {
      affinity,
      networkOf: () => UNDECIDED,
      ...(withhold === undefined ? {} : { withhold }),
    });
    const weight = ORIGIN_WEIGHT[origin] * (origin === 'written' ? (KIND_WEIGHT[item.kind] ?? 1) : 1);
    rows.push({
      item,
      origin,
      vector,
      text: JSON.stringify(networkText(input)),
      verifiable: verifiableShare(input, signals),
      weight,
      held_out_risk: 0,
    });
  };
  for (const item of claims) {
    await learn(item, 'written');
    if (item.label !== 'supported') continue;
    const changed = renumbered(item.claim, random);
    if (changed !== null)
      await learn({ ...item, claim: changed, label: 'contradicted', kind: 'numeric' }, 'renumbered');
    if (random() < 0.3) {
      const sources = quoted(item.quote, index);
      const hidden = new Set(sources.map(({ passage }) => passage.quote));
      if (hidden.size > 0)
        await learn({ ...item, label: 'unsupported', kind: 'fabricated' }, 'withheld', (quote) =>
          hidden.has(quote),
        );
    }
  }
  const day = claims.findLast((claim) => claim.as_of)?.as_of ?? null;
  for (const { item, origin } of ownSentences(kb, index, day, SENTENCES_PER_KB, random))
    await learn(item, origin);
  return rows;
};

const FALLBACK_DAY = '2026-06-15'; // knowledge bases without dated claims have no dated documents either

/** Sentences of the base in force, evenly chosen, and what becomes of each with a number, negation or order changed. */
function* ownSentences(
  kb: string,
  index: KnowledgeIndex,
  asOf: string | null,
  most: number,
  random: () => number,
): Generator<{ item: TrainingClaim; origin: 'sentence' | Counterfactual }> {
  const active = index.inForceAt(asOf ?? FALLBACK_DAY);
  const sentences = sentencesOf(index).filter((sentence) => active[sentence.ordinal] === 1);
  const step = Math.max(1, Math.floor(sentences.length / most));
  for (let i = 0; i < sentences.length; i += step) {
    const sentence = sentences[i];
    if (sentence === undefined) continue;
    const base = { kb, group: `${kb}-sentence-${i}`, as_of: asOf, question: null };
    const make = (claim: string, label: TrainingClaim['label'], kind: string): TrainingClaim =>
      variant(base, {
        id: `${kb}-sentence-${i}`,
        claim,
        lang: sentence.lang,
        label,
        kind,
        quote: sentence.quote,
      });
    yield { item: make(sentence.text, 'supported', 'plain'), origin: 'sentence' };
    const changes: [string | null, Counterfactual, string][] = [
      [renumbered(sentence.text, random), 'renumbered', 'numeric'],
      [negated(sentence.text), 'negated', 'polarity'],
      [swapped(sentence.text), 'swapped', 'temporal'],
    ];
    for (const [text, origin, kind] of changes)
      if (text !== null) yield { item: make(text, 'contradicted', kind), origin };
  }
}

const CALIBRATION_SENTENCES = 400;

/** A passage that holds so much of a withheld sentence says the same: an older wording, or its translation. */
const SAYS_IT_TOO = 0.6;

/**
 * Counterfactuals of one knowledge base alone: its own sentences (supported), each with a number, negation or order
 * changed (contradicted), and with itself withheld from the evidence (unsupported). At most about 400 sentences. What
 * would not surely be wrong is left out: a changed section number, a double negation, a sentence that stands elsewhere too.
 */
export const learnOwnSentences = async (
  kb: string,
  index: KnowledgeIndex,
  asOf: string,
): Promise<Pick<LearnedClaim, 'item' | 'vector' | 'verifiable'>[]> => {
  const random = seededRandom(SEED ^ hash(kb));
  const rows: Pick<LearnedClaim, 'item' | 'vector' | 'verifiable'>[] = [];
  let sentence = '';
  for (const { item, origin } of ownSentences(kb, index, asOf, CALIBRATION_SENTENCES, random)) {
    if (origin === 'sentence') sentence = item.claim;
    else if (!surelyWrong(sentence, item.claim, origin)) continue;
    const { input, signals, vector } = await checkClaim(item, index);
    rows.push({ item, vector, verifiable: verifiableShare(input, signals) });
    if (origin !== 'sentence') continue;
    const withheld = await checkClaim(item, index, { withhold: (quote) => quote === item.quote });
    const { evidence } = withheld.input;
    if (evidence.some((passage) => passage.coverage >= SAYS_IT_TOO)) continue;
    rows.push({
      item: { ...item, label: 'unsupported', kind: 'fabricated' },
      vector: withheld.vector,
      verifiable: verifiableShare(withheld.input, withheld.signals),
    });
  }
  return rows;
};

const NEGATIVE =
  /(?<![\p{L}])(?:no|not|nor|neither|never|none|nothing|nobody|without|cannot|ni|non|sans|jamais|pas|aucun|aucune|rien|n['’]|ne)(?![\p{L}])|n['’]t(?![\p{L}])/iu;
const NAMES_A_SECTION = /(?:section|article|paragraph|chapter|chapitre|row|rang)s?\s+\d|§/iu;

/** Whether a changed sentence says something else for certain. */
const surelyWrong = (sentence: string, changed: string, origin: Counterfactual): boolean => {
  if (origin === 'renumbered') return !NAMES_A_SECTION.test(sentence);
  if (origin === 'swapped') return !changed.includes('not only');
  return !(NEGATIVE.test(sentence) && NEGATIVE.test(changed));
};

/** FNV-1a. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
};
