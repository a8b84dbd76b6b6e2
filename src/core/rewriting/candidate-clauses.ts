import type { Language, Passage, Verdict } from '../../schema/index.js';
import { sectionId } from '../indexing/index.js';
import { BY_RISK_ALONE, contentKeys } from '../verification/index.js';
import type { ClauseLibrary, ReadPassage } from './clause-library.js';

/** Least nearness, as a share of the nearest clause's, for a clause that is only on the matter. */
const NEAR_MIN = 0.7;

/** A clause found for the claim together with its question. */
export interface NearClause {
  clause: ReadPassage;
  /** In [0, 1]; comparable within one claim. */
  nearness: number;
}

export interface CandidateInput {
  verdict: Verdict;
  /** Found for the claim and its question, among those in force. */
  near: readonly NearClause[];
  library: ClauseLibrary;
  lang: Language;
  isInForce: (passage: Passage) => boolean;
  /** How much a clause bears on the question, as a factor of its nearness. */
  bearing: (clause: ReadPassage) => number;
  /** Weighted share of the claim's own words that a clause has itself, in [0, 1]. */
  held: (clause: ReadPassage) => number;
  /** Passages that go before others that answer as well: those of a strict topic's own documents. */
  isPreferred: (passage: Passage) => boolean;
}

/** What a preferred clause gains on the others: enough to go first among equals, not before a clause that answers better. */
const PREFERRED_GAIN = 1.2;

/** A clause that bears more on the question goes first, whatever the claim fails by. */
export const BEARS_MOST = 1.4;
/** A clause that bears less on the question names another thing's number, or, where it is far too, speaks of another thing: it goes before nothing. */
const BEARING_MIN = 0.8;
/**
 * A clause with another number or narrower words that is so much farther than the nearest is mostly on another matter: of 23
 * such training claims it was quoted for three, the nearest for 16.
 */
const AGAINST_SHARE_MIN = 0.65;
const BY_VALUE: ReadonlySet<string> = new Set([
  ...['money', 'numeric', 'deadline', 'table', 'arithmetic', 'anchor'],
  ...['overreach', 'scope', 'unknown-thing', 'fabricated', 'effective-date'],
]);
/**
 * A clause of so few words fits much: where it is as far, the nearest decides (of 25 such training claims the quoted clause is
 * the one that says otherwise for 5, the nearest for 17). Times and permissions are compared word by word, and a model reads.
 */
const SHORT_WORDS_MAX = 6;
const SHORT_SHARE_MIN = 0.8;
const BY_WORDS: ReadonlySet<string> = new Set([
  ...['opposed-clause', 'polarity', 'exclusion', 'condition', 'dependence', 'substitution', 'free-of-charge'],
]);
/** Two clauses of one section that lie as close to each other are given together. */
const TOGETHER_GAP = 0.1;
/**
 * Where the nearest clause leads by less and holds less of the claim's own words, it decides in one case of three: it is not
 * given (docs/accuracy.md, "The clause given back").
 */
const UNSURE_GAP = 0.05;
const HELD_MIN = 0.4;

interface Gained extends NearClause {
  bears: number;
}

/**
 * What could take the place of a claim, best first, each one clause or two that belong together: what rules it out where the
 * customer stands, what it fails by while that is near enough, then what is near to claim and question (a doubt that lets no
 * claim fail names the deciding clause in one case of three: it goes before nothing), and none of these where it is not
 * certain enough which; each in the answer's language where it has a version there, and only those in force. For a claim that
 * a check calls unsupported there are none but those that say otherwise: another clause would answer another question. One that fails by
 * its risk alone is a doubt like others.
 */
export const candidateClauses = ({
  verdict,
  near,
  library,
  lang,
  isInForce,
  bearing,
  held,
  isPreferred,
}: CandidateInput): ReadPassage[][] => {
  const isFailing = verdict.band === 'failing';
  const checks = verdict.findings.map(({ check }) => check);
  const isByRisk = isFailing && checks.length > 0 && checks.every((check) => check === BY_RISK_ALONE);
  const isUnheardOf = verdict.label === 'unsupported' && isFailing && !isByRisk;
  // The two versions of a clause are one.
  const ownOf = (clause: ReadPassage): ReadPassage => library.inLanguage(clause, lang) ?? clause;
  const nearnessOf = new Map<string, number>();
  for (const { clause, nearness } of near) {
    const { id } = ownOf(clause).passage;
    nearnessOf.set(id, Math.max(nearness, nearnessOf.get(id) ?? 0));
  }
  const gained = (found: readonly NearClause[]): Gained[] => {
    const best = new Map<ReadPassage, Gained>();
    for (const { clause, nearness } of found) {
      if (!isInForce(clause.passage)) continue;
      const bears = bearing(clause);
      const gain = nearness * bears * (isPreferred(clause.passage) ? PREFERRED_GAIN : 1);
      const own = ownOf(clause);
      if (gain > (best.get(own)?.nearness ?? -1)) best.set(own, { clause: own, nearness: gain, bears });
    }
    return [...best.values()].sort((a, b) => b.nearness - a.nearness);
  };
  const against = gained(
    (isFailing ? verdict.evidence : [])
      .filter(({ relation }) => relation === 'contradicts')
      .flatMap((evidence) => library.find(evidence) ?? [])
      .map((clause) => ({ clause, nearness: nearnessOf.get(ownOf(clause).passage.id) ?? 0 })),
  );
  const all = isUnheardOf ? [] : gained(near);
  const best = all[0]?.nearness ?? 0;
  const others = all.filter(({ nearness }) => nearness >= NEAR_MIN * best);
  const isFirst = ({ bears }: Gained): boolean => bears >= BEARS_MOST;
  const isByValue = checks.length > 0 && checks.every((check) => BY_VALUE.has(check));
  const isByWords = checks.length > 0 && checks.every((check) => BY_VALUE.has(check) || BY_WORDS.has(check));
  const isFar = ({ clause, bears, nearness }: Gained): boolean => {
    const [isOff, isDistant] = [bears < BEARING_MIN, nearness < AGAINST_SHARE_MIN * best];
    return (
      (isByValue ? isOff || isDistant : isOff && isDistant) ||
      (isByWords && isShort(clause) && nearness < SHORT_SHARE_MIN * best)
    );
  };
  const groups = [
    ...[...against, ...others].filter(isFirst).sort((a, b) => b.nearness - a.nearness),
    ...against.filter((clause) => !isFar(clause)),
  ].map(({ clause }) => [clause]);
  return distinct([
    ...groups,
    ...((isFailing && !isByRisk) || groups.length > 0
      ? others.map(({ clause }) => [clause])
      : certain(others, held)),
    ...against.map(({ clause }) => [clause]),
  ]);
};

const isShort = ({ passage, reading }: ReadPassage): boolean =>
  passage.row === null && contentKeys(reading).size <= SHORT_WORDS_MAX;

/** The near clauses, where it is certain enough that the first decides, or the first two of one section together. */
const certain = (others: readonly Gained[], held: CandidateInput['held']): ReadPassage[][] => {
  const [first] = others;
  const singles = others.map(({ clause }) => [clause]);
  const second = others.find(({ clause }) => clause !== first?.clause && !isOtherRow(clause, first?.clause));
  if (first === undefined || second === undefined) return singles;
  const gap = first.nearness - second.nearness;
  if (gap < TOGETHER_GAP && belongTogether(first.clause.passage, second.clause.passage))
    return [[first.clause, second.clause], ...singles];
  return gap < UNSURE_GAP && held(first.clause) < HELD_MIN ? [] : singles;
};

/** Rows of one table have the same words but for what names them. */
const isOtherRow = ({ passage }: ReadPassage, first: ReadPassage | undefined): boolean =>
  passage.row !== null && passage.block_id === first?.passage.block_id;

/** Sentences of one section, or items of one list. */
const belongTogether = (one: Passage, other: Passage): boolean =>
  one.row === null &&
  other.row === null &&
  (one.block_id === other.block_id ||
    (one.kind === 'sentence' && other.kind === 'sentence' && sectionId(one) === sectionId(other)));

const distinct = (groups: readonly ReadPassage[][]): ReadPassage[][] => {
  const seen = new Set<string>();
  return groups.filter((group) => {
    const key = group.map(({ passage }) => passage.id).join(' ');
    return !seen.has(key) && seen.add(key);
  });
};
