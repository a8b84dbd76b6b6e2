import type { Reading, Statement } from '../../../schema/index.js';
import { isOpposite, startsWithNumber } from '../../lexicon/index.js';
import type { KnowledgeFacts } from '../knowledge-facts.js';
import { areApart, type Proposition, policyPropositions } from '../windows/index.js';
import { type AlignedPassage, type ClaimFocus, held } from './alignment.js';
import type { ClaimReach } from './claim-reach.js';

/** A clause of the claim and the clause of the evidence that speaks of the same thing. */
export interface StatementPair {
  claim: Statement;
  evidence: Statement;
  passage: AlignedPassage;
  /** How much of the claim's clause the evidence's clause covers, and the reverse, in [0, 1]. */
  covered: number;
  reverse: number;
  /** The same from clause to clause, without the words around either, in [0, 1]. */
  clause_covered: number;
  clause_reverse: number;
  /** How many words both clauses hold. */
  shared: number;
  /** They share an act concept. */
  same_act: boolean;
  /** A word of one is the opposite of a word of the other: refuse and accept, open and closed. */
  opposite_words: boolean;
  /** Their modalities or negations exclude each other. */
  opposed: boolean;
}

const clauseKeys = (reading: Reading, statement: Statement): Set<string> => {
  const keys = new Set<string>();
  for (const token of reading.tokens)
    if (
      token.is_content &&
      token.start_char >= statement.start_char &&
      token.end_char <= statement.end_char &&
      !startsWithNumber(token.stem)
    )
      keys.add(token.concept ?? token.stem);
  return keys;
};

/** Whether the policy's clause and the claim's cannot both hold of one thing. */
export const opposes = (claim: Statement, evidence: Statement): boolean => {
  const [c, e] = [stance(claim), stance(evidence)];
  if (c === 'permits') return e === 'denies' || e === 'forbids';
  if (c === 'denies') return e === 'permits' || e === 'affirms' || e === 'requires';
  if (c === 'forbids') return e === 'permits' || e === 'affirms';
  if (c === 'requires') return e === 'frees';
  if (c === 'frees') return e === 'requires';
  return e === 'denies' || e === 'forbids';
};

type Stance = 'permits' | 'forbids' | 'requires' | 'frees' | 'affirms' | 'denies';
const stance = (statement: Statement): Stance => {
  switch (statement.modality) {
    case 'allowed':
      return 'permits';
    case 'forbidden':
      return 'forbids';
    case 'required':
      return 'requires';
    case 'not_required':
      return 'frees';
    case 'stated':
      return statement.negated ? 'denies' : 'affirms';
    default:
      return statement.modality satisfies never;
  }
};

const oppositeWords = (claimKeys: ReadonlySet<string>, keys: ReadonlySet<string>): boolean => {
  for (const key of claimKeys) {
    if (keys.has(key)) continue;
    for (const other of keys) if (!claimKeys.has(other) && isOpposite(key, other)) return true;
  }
  return false;
};

const clauseCache = new WeakMap<Statement, Set<string>>();
const keysOfClause = (reading: Reading, statement: Statement): Set<string> => {
  const cached = clauseCache.get(statement);
  if (cached) return cached;
  const keys = clauseKeys(reading, statement);
  clauseCache.set(statement, keys);
  return keys;
};

interface PairingInput {
  facts: KnowledgeFacts;
  reach: ClaimReach;
  /** What the claim's clauses say of times. */
  propositions: readonly Proposition[];
}

/** "You can ask before the flight" beside "after the departure it can no longer be asked for". */
const isOpenElsewhen = (
  { start_char }: Statement,
  propositions: readonly Proposition[],
  passage: AlignedPassage,
  evidence: Statement,
): boolean => {
  const claim = propositions.find(({ statement }) => statement.start_char === start_char);
  if (claim === undefined || claim.window.open.length === 0) return false;
  const policy = policyPropositions(passage).find(
    ({ statement }) => statement.start_char === evidence.start_char,
  );
  return policy !== undefined && areApart(claim.window, policy.window);
};

/** Pairs main clauses of the claim with main clauses of the evidence, best covered first. */
export const pairStatements = (
  reading: Reading,
  focus: ClaimFocus,
  evidence: readonly AlignedPassage[],
  { facts, reach, propositions }: PairingInput,
): StatementPair[] => {
  const pairs: StatementPair[] = [];
  for (const claim of reading.statements) {
    if (claim.role !== 'main') continue;
    const claimKeys = keysOfClause(reading, claim);
    if (claimKeys.size === 0) continue;
    for (const passage of evidence)
      for (const statement of passage.reading.statements) {
        if (statement.role !== 'main') continue;
        const keys = keysOfClause(passage.reading, statement);
        if (keys.size === 0) continue;
        const covered = share(
          claimKeys,
          (key) =>
            Math.max(
              reach.held(key, keys),
              0.7 * reach.held(key, passage.facts.own),
              0.7 * reach.held(key, passage.facts.surround),
            ),
          facts,
        );
        if (covered < 0.25) continue;
        const reverse = share(
          keys,
          (key) => (focus.own.has(key) || focus.context.has(key) ? 1 : reach.relatedToOwn(key) > 0 ? 0.5 : 0),
          facts,
        );
        pairs.push({
          claim,
          evidence: statement,
          passage,
          covered,
          reverse,
          clause_covered: share(claimKeys, (key) => reach.held(key, keys), facts),
          clause_reverse: share(keys, (key) => held(key, claimKeys, reach.affinity), facts),
          shared: [...claimKeys].filter((key) => keys.has(key)).length,
          same_act: claim.acts.some((act) => statement.acts.includes(act)),
          opposite_words: oppositeWords(claimKeys, keys),
          opposed: opposes(claim, statement) && !isOpenElsewhen(claim, propositions, passage, statement),
        });
      }
  }
  return pairs.sort((a, b) => b.covered + 0.5 * b.reverse - (a.covered + 0.5 * a.reverse));
};

const share = (keys: ReadonlySet<string>, holds: (key: string) => number, facts: KnowledgeFacts): number => {
  let total = 0;
  let sum = 0;
  for (const key of keys) {
    const weight = facts.weight(key);
    total += weight;
    sum += weight * holds(key);
  }
  return total === 0 ? 0 : sum / total;
};
