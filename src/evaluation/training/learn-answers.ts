import type { KnowledgeIndex } from '../../core/retrieval/index.js';
import {
  type Affinity,
  type AffinityTable,
  affinityOf,
  verifiableShare,
} from '../../core/verification/index.js';
import { networkText, UNDECIDED } from '../../core/verification/network/index.js';
import { type Claim, Decisions, Language, type VerdictLabel } from '../../schema/index.js';
import type { EvaluationCase, GoldClaim } from '../evaluation-case.js';
import { groundCaseWith } from '../ground-case.js';
import { overlappingClaims } from '../measures/match-claims.js';
import type { LearnedClaim } from './learn-claims.js';
import { checksOf } from './training-claims.js';

/** A claim of an answer as the product read it, and what the checks make of it. */
interface ReadClaim extends Pick<LearnedClaim, 'vector' | 'text' | 'verifiable'> {
  claim: Claim;
}

const DECISIONS = Decisions.parse({});
/** What a claim of an answer weighs; a short one is worded nearer to the policy than a real bot's. */
const ANSWERED_WEIGHT = { short: 4, long: 16 } as const;
/** From how many words on an answer is as long as real ones. */
const LONG_WORDS = 30;

/**
 * Runs the checks over labelled answers of one knowledge base, each read as the product reads answers: sentence by
 * sentence, with its question and what stands before. A claim takes the label of what people marked there. Left out: claims
 * that nobody marked, and parts of one wrong statement, of which any may be the wrong one.
 */
export const learnAnswers = async (
  cases: readonly EvaluationCase[],
  index: KnowledgeIndex,
  related: AffinityTable,
): Promise<LearnedClaim[]> => {
  const affinity = affinityOf(related);
  const rows: LearnedClaim[] = [];
  for (const item of cases) rows.push(...labelled(item, await readAnswer(item, index, affinity)));
  return rows;
};

const readAnswer = async (
  item: EvaluationCase,
  index: KnowledgeIndex,
  affinity: Affinity,
): Promise<ReadClaim[]> => {
  const read: ReadClaim[] = [];
  await groundCaseWith(item, index, DECISIONS, {
    verify: async (claim, verification) => {
      const { input, signals, vector } = await checksOf(claim, verification, {
        affinity,
        networkOf: () => UNDECIDED,
      });
      if (input.evidence.length > 0)
        read.push({
          ...{ claim, vector, text: JSON.stringify(networkText(input)) },
          verifiable: verifiableShare(input, signals),
        });
      const { text, start_char, end_char } = claim;
      return {
        ...{ text, start_char, end_char, label: 'supported', score: 1, band: 'verified' },
        ...{ reason: 'supported_by_evidence', findings: [], evidence: [] },
      };
    },
  });
  return read;
};

const labelled = (item: EvaluationCase, read: readonly ReadClaim[]): LearnedClaim[] => {
  const marked = overlappingClaims(
    item.answer,
    item.claims,
    read.map(({ claim }) => claim),
  );
  const rows = new Map<ReadClaim, LearnedClaim>();
  for (const [i, gold] of item.claims.entries()) {
    const parts = read.filter(({ claim }) => marked[i]?.includes(claim));
    for (const part of parts) {
      if (gold.label !== 'supported' && parts.length > 1) rows.delete(part);
      else if (gold.label !== 'supported' || !rows.has(part)) rows.set(part, learned(item, gold, part));
    }
  }
  return [...rows.values()];
};

const learned = (
  item: EvaluationCase,
  gold: GoldClaim,
  { claim, vector, text, verifiable }: ReadClaim,
): LearnedClaim => {
  const is_long = item.answer.trim().split(/\s+/).length >= LONG_WORDS;
  return {
    item: {
      id: item.id,
      kb: item.group,
      lang: Language.catch('en').parse(item.lang.slice(0, 2)),
      question: claim.context.question,
      claim: claim.text,
      label: gold.label satisfies VerdictLabel,
      kind: gold.kind,
      group: item.id,
      evidence: gold.evidence ?? [],
      quote: '',
      as_of: item.as_of,
    },
    origin: 'answered',
    vector,
    text,
    verifiable,
    weight: ANSWERED_WEIGHT[is_long ? 'long' : 'short'],
    held_out_risk: 0,
    answer: { is_wrong: item.claims.some(({ label }) => label !== 'supported'), is_long },
  };
};
