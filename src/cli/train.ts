import { existsSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GroundingError } from '../core/index.js';
import type { Lane } from '../core/verification/index.js';
import { formatJson, jobsHere, startWorkerPool, type Training, trainVerifier } from '../evaluation/index.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

export interface TrainOptions {
  /** Training folder: `kb/NAME/…` and `claims/NAME.jsonl`. */
  data: string;
  /** Benchmark folder of labelled answers to learn from too; default: those of the repository. */
  answers?: string;
  /** Folder that the three files are written to; default: where the product loads them from. */
  out?: string;
  /** File for every claim with its features, label and held-out risk, a JSON line each. */
  rows?: string;
  json?: boolean;
}

/** Where the trained files lie in the repository, seen from the build's folder. */
const VERIFICATION = fileURLToPath(new URL('../src/core/verification/', import.meta.url));
/** Labelled answers of our own on invented operators, as a benchmark folder. */
export const ANSWERS = fileURLToPath(new URL('../training/', import.meta.url));
/** Thread that shares the work; in a build only. */
export const EVALUATION_WORKER = new URL('./evaluation-worker.js', import.meta.url);

/** `plumbline train --data DIR`: learns `affinity.json`, `risk-model.json` and `network-model.json` anew; the same folder gives the same files. */
export const train = async (
  options: TrainOptions,
  { out, progress }: { out: Out; progress: Out },
): Promise<ExitCode> => {
  const folder = options.out ?? VERIFICATION;
  await requireFolder(folder);
  const pool = existsSync(EVALUATION_WORKER) ? startWorkerPool(EVALUATION_WORKER) : null; // the worker exists in a build only
  try {
    const training = await trainVerifier(options.data, {
      jobs: pool?.jobs ?? jobsHere,
      answersFolder: options.answers ?? ANSWERS,
      onProgress: progress,
    });
    const contents = {
      'weighing/affinity.json': training.affinity,
      'weighing/risk-model.json': training.model,
      'network/network-model.json': training.network,
    };
    const files: string[] = [];
    for (const [name, content] of Object.entries(contents)) {
      const file = join(folder, options.out === undefined ? name : basename(name));
      await writeFile(file, formatJson(content));
      files.push(file);
    }
    if (options.rows !== undefined)
      await writeFile(
        options.rows,
        training.learned.map(({ text, ...row }) => `${JSON.stringify(row)}\n`).join(''),
      );
    out(options.json === true ? JSON.stringify(summaryOf(training, files), null, 2) : told(training, files));
    return EXIT.done;
  } finally {
    await pool?.close();
  }
};

const requireFolder = async (folder: string): Promise<void> => {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory() !== true)
    throw new GroundingError('request-invalid', {
      detail: `The trained files would go to ${folder}, which is not a folder. Train in a checkout of the repository, or name another folder with --out.`,
    });
};

const summaryOf = ({ learned, model, held_out_auc }: Training, files: readonly string[]) => ({
  files,
  operators: new Set(learned.map((row) => row.item.kb)).size,
  written_claims: learned.filter((row) => row.origin === 'written').length,
  answered_claims: learned.filter((row) => row.origin === 'answered').length,
  counterfactuals: learned.filter((row) => row.origin !== 'written' && row.origin !== 'answered').length,
  held_out_auc,
  thresholds: model.thresholds,
  lanes: model.lanes.filter((lane) => lane.decides),
});

/** Whether no weaker signal of the same check decides too. */
const isWeakest = (lane: Lane, place: number, lanes: readonly Lane[]): boolean =>
  lanes.findIndex(({ check, relation }) => check === lane.check && relation === lane.relation) === place;

const told = (training: Training, files: readonly string[]): string => {
  const { held_out_auc, thresholds, lanes, ...counts } = summaryOf(training, files);
  return [
    `learned from ${counts.written_claims} written claims and ${counts.answered_claims} claims of answers on ${counts.operators} operators, and from ${counts.counterfactuals} counterfactuals`,
    '',
    'AUC on operators that were held out',
    ...Object.entries(held_out_auc).map(
      ([name, value]) => `  ${name.replaceAll('_', ' ').padEnd(30)} ${value?.toFixed(3) ?? '-'}`,
    ),
    '',
    'operating point   fails from a risk of   with no check against it   verified up to',
    ...Object.entries(thresholds).map(
      ([name, { failing, risk_alone, verified }]) =>
        `  ${name.padEnd(15)} ${failing.toFixed(4).padStart(20)} ${risk_alone.toFixed(4).padStart(26)} ${verified.toFixed(4).padStart(16)}`,
    ),
    '',
    'lanes that decide                    from   precision   hits',
    ...lanes
      .filter(isWeakest)
      .map(
        (lane) =>
          `  ${`${lane.check} ${lane.relation}`.padEnd(34)} ${lane.strength_min.toFixed(2)} ${lane.precision.toFixed(3).padStart(11)} ${String(lane.hits).padStart(6)}`,
      ),
    '',
    ...files.map((file) => `wrote ${file}`),
    'It takes effect with the next build (npm run build).',
  ].join('\n');
};
