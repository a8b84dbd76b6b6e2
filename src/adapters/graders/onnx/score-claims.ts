import type { ClaimScores } from '../../../core/verification/judge/index.js';
import type { Spend } from '../scored-grader.js';
import type { ScoringTask } from './scoring-task.js';
import { type CountTokens, type EvidenceWindow, windowsOf } from './windows.js';

/** Evidence and a claim, as the model reads them together. */
export interface Pair {
  evidence: string;
  claim: string;
}

/** Probabilities in [0, 1]; `contradicted` is null from a model that does not tell it. */
export interface PairScores {
  supported: number;
  contradicted: number | null;
}

/** A model that is loaded. */
export interface PairModel {
  count: CountTokens;
  /** Most tokens of a pair, special ones included. */
  tokens_max: number;
  /** Scores of pairs in one run; `tokens` is what they took, or the length of one that was too long to run. */
  run(pairs: readonly Pair[], claimFirst: boolean): Promise<{ scores: PairScores[]; tokens: number }>;
}

/** Special tokens around a pair (four in RoBERTa's), and what joining words may add to the count of their parts. */
const SPARE_TOKENS = 8;
/** A claim must leave at least this share of the model's length to evidence. */
const CLAIM_SHARE_MAX = 0.5;

export type TaskScores = (ClaimScores | { failure: 'too_long' } | 'silent')[];

interface PlannedPair extends Pair {
  place: number;
  window: EvidenceWindow;
  size: number;
}

/**
 * Scores each claim against every window of its sections. The best window counts: the claim is as supported as the one
 * that supports it most, and as contradicted as the one that contradicts it most. A claim that leaves too little room
 * for evidence is not cut, but fails.
 * @param wait is asked before every run; it ends the work by throwing.
 */
export const scoreTask = async (
  task: ScoringTask,
  model: PairModel,
  spend: Spend,
  wait: () => Promise<void>,
): Promise<TaskScores> => {
  const counts = new Map<string, number>();
  const count: CountTokens = (text) => {
    const known = counts.get(text) ?? model.count(text);
    counts.set(text, known);
    return known;
  };
  const pairs: PlannedPair[] = [];
  const scores: TaskScores = task.claims.map((claim, place) => {
    const size = count(claim.text);
    if (size > model.tokens_max * CLAIM_SHARE_MAX) return { failure: 'too_long' };
    const around = task.options.prompt.replace('{question}', () => claim.question);
    const room = model.tokens_max - size - count(around.replace('{evidence}', '')) - SPARE_TOKENS;
    if (room < 1) return { failure: 'too_long' };
    for (const section of claim.sections)
      for (const window of windowsOf(task.sections[section] ?? { heading: null, items: [] }, room, count)) {
        const evidence = around.replace('{evidence}', () => window.text);
        pairs.push({ evidence, claim: claim.text, place, window, size: size + count(evidence) });
      }
    return 'silent';
  });
  // Pairs of like length run together: a batch is padded to its longest.
  const order = [...pairs].sort((a, b) => a.size - b.size || a.place - b.place);
  for (let from = 0; from < order.length; from += task.options.batch) {
    await wait();
    const batch = order.slice(from, from + task.options.batch);
    const ran = await model.run(batch, task.options.claim_first);
    spend(1, ran.tokens);
    for (const [i, { place, window }] of batch.entries()) {
      const one = ran.scores[i];
      if (one === undefined) throw new Error('The model gave fewer scores than pairs.');
      scores[place] = better(scores[place], one, window.numbers);
    }
  }
  return scores;
};

const better = (
  known: TaskScores[number] | undefined,
  one: PairScores,
  numbers: number[],
): TaskScores[number] => {
  if (known === undefined || known === 'silent' || 'failure' in known)
    return {
      supported: one.supported,
      for: numbers,
      contradicted: one.contradicted,
      against: one.contradicted === null ? [] : numbers,
    };
  // What is no number stays: it makes the whole grade unreadable, whatever comes after it.
  const isMore = (value: number, than: number): boolean => Number.isNaN(value) || value > than;
  const best = { ...known };
  if (isMore(one.supported, known.supported)) {
    best.supported = one.supported;
    best.for = numbers;
  }
  if (one.contradicted !== null && isMore(one.contradicted, known.contradicted ?? 0)) {
    best.contradicted = one.contradicted;
    best.against = numbers;
  }
  return best;
};
