import { join } from 'node:path';
import type { KnowledgeIndex } from '../../core/retrieval/index.js';
import type { AffinityTable, TreeEnsemble } from '../../core/verification/index.js';
import type { EvaluationCase } from '../evaluation-case.js';
import { loadKnowledgeBase } from '../load-bench.js';
import { fitTrees, type TreeFit } from './fit-model.js';
import { learnAnswers } from './learn-answers.js';
import { keyPairsOf, type LearnedClaim, learnClaims } from './learn-claims.js';
import { type NetworkFit, trainNetwork } from './network/train-network.js';
import type { KeyPair } from './train-affinity.js';
import type { TrainingClaim } from './training-claims.js';

/** The claims of one knowledge base of a training folder. */
export interface ClaimsOfBase {
  trainFolder: string;
  kb: string;
  claims: TrainingClaim[];
}

/** The labelled answers of one knowledge base of a benchmark folder. */
export interface AnswersOfBase {
  benchFolder: string;
  kb: string;
  cases: EvaluationCase[];
}

/** The heavy parts of training and evaluation. Inputs and outputs are plain data, so that threads can share the work. */
export interface EvaluationJobs {
  keyPairs(input: ClaimsOfBase): Promise<KeyPair[]>;
  learn(input: ClaimsOfBase & { related: AffinityTable }): Promise<LearnedClaim[]>;
  answers(input: AnswersOfBase & { related: AffinityTable }): Promise<LearnedClaim[]>;
  trees(input: TreeFit): Promise<TreeEnsemble>;
  network(input: NetworkFit): Promise<Float64Array>;
}

const indexes = new Map<string, Promise<KnowledgeIndex>>();

/** Indexes are kept: a knowledge base is read for its words first and for its claims later. */
const indexOf = (root: string, kb: string): Promise<KnowledgeIndex> => {
  const folder = join(root, 'kb', kb);
  const index = indexes.get(folder) ?? loadKnowledgeBase(folder, kb);
  indexes.set(folder, index);
  return index;
};

/** The jobs in this very thread, one after the other. */
export const jobsHere: EvaluationJobs = {
  keyPairs: async ({ trainFolder, kb, claims }) => keyPairsOf(claims, await indexOf(trainFolder, kb)),
  learn: async ({ trainFolder, kb, claims, related }) =>
    learnClaims(claims, kb, await indexOf(trainFolder, kb), related),
  answers: async ({ benchFolder, kb, cases, related }) =>
    learnAnswers(cases, await indexOf(benchFolder, kb), related),
  trees: async (fit) => fitTrees(fit),
  network: async (fit) => trainNetwork(fit),
};
