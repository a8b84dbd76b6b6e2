import type { Language, Passage, Verdict } from '../../schema/index.js';
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
  /** Passages that go before others that answer as well: those of a strict topic's own documents. */
  isPreferred: (passage: Passage) => boolean;
}

/** What a preferred clause gains on the others: enough to go first among equals, not before a clause that answers better. */
const PREFERRED_GAIN = 1.2;

/** A clause that bears more on the question goes first, whatever the claim fails by. */
export const BEARS_MOST = 1.4;
/** A clause that bears less on the question names another thing's number: it goes before nothing. */
const BEARING_MIN = 0.8;

/**
 * The clauses that could take the place of a claim, best first: what it fails by, then what is near to claim and
 * question (a doubt that lets no claim fail names the deciding clause in one case of three: it goes before nothing);
 * what contradicts the claim but bears on another subject than the
 * question's goes among the near; each in the answer's language where it has a version there, and only those in force. For a claim that fails as
 * unsupported there are none but those that say otherwise: another clause would answer another question.
 */
export const candidateClauses = ({
  verdict,
  near,
  library,
  lang,
  isInForce,
  bearing,
  isPreferred,
}: CandidateInput): ReadPassage[] => {
  const isUnheardOf = verdict.label === 'unsupported' && verdict.band === 'failing';
  const nearnessOf = new Map(near.map(({ clause, nearness }) => [clause.passage.id, nearness]));
  const gained = (clause: ReadPassage, nearness: number): NearClause => ({
    clause,
    nearness: nearness * bearing(clause) * (isPreferred(clause.passage) ? PREFERRED_GAIN : 1),
  });
  const byGain = (a: NearClause, b: NearClause) => b.nearness - a.nearness;
  const contradicting = (verdict.band === 'failing' ? verdict.evidence : [])
    .filter(({ relation }) => relation === 'contradicts')
    .flatMap((evidence) => library.find(evidence) ?? [])
    .map((clause) => gained(clause, nearnessOf.get(clause.passage.id) ?? 0));
  const others = isUnheardOf ? [] : near.map(({ clause, nearness }) => gained(clause, nearness));
  const best = Math.max(0, ...others.map(({ nearness }) => nearness));
  const isNear = ({ nearness }: NearClause): boolean => nearness >= NEAR_MIN * best;
  const bearsMost = ({ clause }: NearClause): boolean => bearing(clause) >= BEARS_MOST;
  const bears = ({ clause }: NearClause): boolean => bearing(clause) >= BEARING_MIN;
  const found = [
    ...[...contradicting, ...others.filter(isNear)].filter(bearsMost).sort(byGain),
    ...contradicting.filter(bears).sort(byGain),
    ...others.filter(isNear).sort(byGain),
    ...contradicting.sort(byGain),
  ]
    .filter(({ clause }) => isInForce(clause.passage))
    .map(({ clause }) => library.inLanguage(clause, lang) ?? clause);
  return [...new Set(found)];
};
