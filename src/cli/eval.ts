import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KnowledgeIndex } from '../core/retrieval/index.js';
import {
  benchCases,
  corporaFiles,
  datasetCases,
  type EvaluationCase,
  type EvaluationReport,
  emptyIndex,
  evaluateAnswers,
  formatReport,
  groundCase,
  isFolder,
  loadKnowledgeBases,
  loadTrainingClaims,
  NO_KNOWLEDGE_BASE,
  readTextFile,
  trainClaimOnly,
} from '../evaluation/index.js';
import { Decisions, type GroundedAnswer, type OperatingPoint } from '../schema/index.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

export interface EvalOptions {
  /** File that the whole report is written to as JSON. */
  json?: string;
  operating_point?: OperatingPoint;
  /** Training folder that the claim-only floor is learnt from; without it that floor is left out. */
  train?: string;
  /** Corpora whose texts are indexed beside each knowledge base: what other texts cost in accuracy. */
  noise?: readonly string[];
  /** Answers done, of how many. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * `plumbline eval BENCH_DIR|FILE.jsonl`: grounds every answer of a benchmark or data set (embedded tier, handoffs off)
 * and prints how the decisions compare with people's labels. Exits 0 whatever the figures.
 */
export const runEval = async (target: string, options: EvalOptions, out: Out): Promise<ExitCode> => {
  const report = await evaluateTarget(target, options);
  out(formatReport(report).trimEnd());
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  return EXIT.done;
};

/** The report of a benchmark folder or a data set file (`.jsonl`, `.jsonl.gz`). */
export const evaluateTarget = async (target: string, options: EvalOptions): Promise<EvaluationReport> => {
  const { cases, indexes, indexOf } = await loadTarget(target, options.noise);
  const point = options.operating_point ?? 'balanced';
  const grounded = (item: EvaluationCase, decisions: Partial<Decisions>): Promise<GroundedAnswer> =>
    groundCase(item, indexOf(item), Decisions.parse({ operating_point: point, ...decisions }));
  const passages = new Map(
    [...indexes].map(([name, index]) => [name, index.entries.map((entry) => entry.passage.text)]),
  );
  return evaluateAnswers(cases, (item) => grounded(item, {}), {
    nowMs: () => performance.now(),
    // A strict topic lets only verified claims pass: with every topic strict, what is not verified is rewritten.
    groundStrictly: (item) => grounded(item, { not_verified: 'rewrite' }),
    passagesOf: (item) =>
      passages.get(item.knowledge_base ?? NO_KNOWLEDGE_BASE) ?? item.context.map((given) => given.text),
    ...(options.train === undefined
      ? {}
      : { claim_only: trainClaimOnly(await loadTrainingClaims(options.train)) }),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
};

/** What an evaluation runs over. */
export interface EvaluationTarget {
  cases: EvaluationCase[];
  indexes: ReadonlyMap<string, KnowledgeIndex>;
  /** The index that a case is held against; an empty one where it names none. */
  indexOf(item: EvaluationCase): KnowledgeIndex;
}

/** Reads a benchmark folder or a data set file. */
export const loadTarget = async (
  target: string,
  noise: readonly string[] = [],
): Promise<EvaluationTarget> => {
  const isBench = await isFolder(target);
  const cases = isBench
    ? benchCases(await readTextFile(join(target, 'cases.jsonl')))
    : datasetCases(await readTextFile(target));
  const indexes = isBench
    ? await loadKnowledgeBases(target, await corporaFiles(noise))
    : new Map<string, KnowledgeIndex>();
  const empty = await emptyIndex();
  return {
    cases,
    indexes,
    indexOf: (item) => indexes.get(item.knowledge_base ?? NO_KNOWLEDGE_BASE) ?? empty,
  };
};
