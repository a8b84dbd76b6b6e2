import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { GroundingError } from '../core/index.js';
import {
  compareRankings,
  evaluateBenchLanes,
  evaluateLanes,
  formatBenchLanes,
  formatGains,
  formatLanes,
  jobsHere,
  ScoredClaim,
  startWorkerPool,
} from '../evaluation/index.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';
import { ANSWERS, EVALUATION_WORKER } from './train.js';

export interface EvalLanesOptions {
  /** Operators to tell, separated by commas; default: all. */
  kb?: string;
  /** File that the whole evaluation is written to. */
  json?: string;
  /** Benchmark folder on whose labelled claims the checks are measured too. */
  bench?: string;
  /** An earlier `--json` file to compare with. */
  compare?: string;
}

const Earlier = z.object({ claims: z.array(ScoredClaim) });

/** `plumbline eval:lanes TRAIN_DIR`: what every check is worth, and whether a change is a gain. */
export const runEvalLanes = async (
  trainFolder: string,
  options: EvalLanesOptions,
  { out, progress }: { out: Out; progress: Out },
): Promise<ExitCode> => {
  const earlier = options.compare === undefined ? null : await readEarlier(options.compare);
  const pool = existsSync(EVALUATION_WORKER) ? startWorkerPool(EVALUATION_WORKER) : null; // a build only
  try {
    const evaluation = await evaluateLanes(trainFolder, {
      jobs: pool?.jobs ?? jobsHere,
      answersFolder: ANSWERS,
      onProgress: progress,
      ...(options.kb === undefined ? {} : { operators: options.kb.split(',').map((name) => name.trim()) }),
    });
    out(formatLanes(evaluation));
    const bench = options.bench === undefined ? null : await evaluateBenchLanes(options.bench);
    if (bench !== null) out(`\n${formatBenchLanes(bench)}`);
    if (earlier !== null) out(`\n${formatGains(gainsOver(earlier, evaluation.claims))}`);
    if (options.json !== undefined)
      await writeFile(options.json, `${JSON.stringify({ ...evaluation, bench })}\n`);
    return EXIT.done;
  } finally {
    await pool?.close();
  }
};

const gainsOver = (before: readonly ScoredClaim[], after: readonly ScoredClaim[]) => {
  const told = new Set(after.map((claim) => claim.kb));
  const paired = before.filter((claim) => told.has(claim.kb));
  const inLanguage = (claims: readonly ScoredClaim[], lang: string): ScoredClaim[] =>
    claims.filter((claim) => claim.lang === lang);
  return {
    all: compareRankings(paired, after),
    ...Object.fromEntries(
      [...new Set(after.map((claim) => claim.lang))]
        .sort()
        .map((lang) => [lang, compareRankings(inLanguage(paired, lang), inLanguage(after, lang))]),
    ),
  };
};

const readEarlier = async (file: string): Promise<ScoredClaim[]> => {
  try {
    return Earlier.parse(JSON.parse(await readFile(file, 'utf8'))).claims;
  } catch (cause) {
    throw new GroundingError('request-invalid', {
      detail: `--compare: ${file} is not an evaluation of lanes. Name a file that eval:lanes --json wrote.`,
      cause,
    });
  }
};
