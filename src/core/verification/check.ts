import type { Claim, FindingKind, Passage, Reading } from '../../schema/index.js';
import type { IndexedPassage } from '../retrieval/index.js';
import type { ClausePair } from './clauses/index.js';
import type { CaseFacts } from './customer-case/case-facts.js';
import type { KnowledgeFacts } from './knowledge-facts.js';
import type { Affinity } from './matching/affinity.js';
import type { AlignedPassage, ClaimFocus } from './matching/alignment.js';
import type { ClaimReach } from './matching/claim-reach.js';
import type { StatementPair } from './matching/statement-pairs.js';
import type { QuantityComparison } from './numbers/quantity-comparison.js';
import type { StatedAnywhere } from './numbers/stated-anywhere.js';
import type { ResolvedClaim } from './resolve-ellipsis.js';
import type { QuotedClause } from './support/quoted-clause.js';
import type { ClaimWords, KnowledgeTable } from './tables/index.js';

/** What a check says of a claim; silence is null. */
export interface Signal {
  relation: 'supports' | 'contradicts' | 'absent';
  /** How sure the check is by its own measure, in (0, 1]. */
  strength: number;
  /** Null for support, which needs no finding. */
  finding: { kind: FindingKind; message: string } | null;
  /** Passages that it rests on, best first. */
  passages: readonly Passage[];
}

/** Everything a check may look at, worked out once a claim. */
export interface CheckInput {
  claim: Claim;
  reading: Reading;
  focus: ClaimFocus;
  question: Reading | null;
  /** The claim's context, nearest last, without the question. */
  earlier: readonly Reading[];
  premises: readonly Reading[];
  case_facts: CaseFacts;
  /** Passages in force, best aligned first. */
  evidence: readonly AlignedPassage[];
  /** Passages of versions not in force at `as_of`, best aligned first. */
  outdated: readonly AlignedPassage[];
  quantities: readonly QuantityComparison[];
  pairs: readonly StatementPair[];
  /** Clauses of the claim beside clauses of the evidence, those nearest to one thing first. */
  clauses: readonly ClausePair[];
  /** What the claim says of acts and their times, completed from the question. */
  resolved: ResolvedClaim;
  /** The clause that the claim repeats word for word; null where it has words of its own. */
  quoted: QuotedClause | null;
  /** Whether a passage is on another matter than what was asked, where a clause on that decides it otherwise. */
  isElsewhere: (passage: IndexedPassage) => boolean;
  /** Whether a number stands anywhere in what is in force. */
  isStated: StatedAnywhere;
  /** Every table in force, those that the claim may name a row of, and the claim's words as tables compare them. */
  tables: readonly KnowledgeTable[];
  named_tables: readonly KnowledgeTable[];
  words: ClaimWords;
  facts: KnowledgeFacts;
  affinity: Affinity;
  /** How the claim's words are held by sets of keys. */
  reach: ClaimReach;
  as_of: string;
}

/** One way to judge a claim. Pure; a throw becomes `check_failed:<name>`. */
export interface Check {
  name: string;
  run(input: CheckInput): Signal | null;
}

/** A sum of money, deadline or count as a message names it. */
export const quoted = (text: string): string => `“${text.trim().replace(/\s+/g, ' ')}”`;
