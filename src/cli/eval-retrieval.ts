import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pinoLog } from '../adapters/system/index.js';
import { denseHalf } from '../adapters/vectors/index.js';
import type { DenseSearch } from '../core/retrieval/index.js';
import {
  evaluateAnswerEvidence,
  evaluateJudgeEvidence,
  evaluateRetrieval,
  formatAnswerEvidence,
  formatJudgeEvidence,
  formatRetrieval,
  isFolder,
} from '../evaluation/index.js';
import { type Config, ModelSettings } from '../schema/index.js';
import { openEmbeddings } from './open-embeddings.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

export interface EvalRetrievalOptions {
  json?: string;
  /** Measures what a judge is shown, in place of the ranks. */
  judge?: boolean;
  /** Most characters of evidence that it is shown; default: that of the settings. */
  evidenceChars?: number;
  /** Claims of the training folder that are asked about together. */
  together?: number;
}

/** `plumbline eval:retrieval DIR`: how often the passage that a claim's author quoted is found, by rank or for a judge. */
export const runEvalRetrieval = async (
  folder: string,
  options: EvalRetrievalOptions,
  { out, progress, config, baseDir }: { out: Out; progress: Out; config: Config; baseDir: string },
): Promise<ExitCode> => {
  const { text, figures } =
    options.judge === true
      ? await judged(folder, options, progress)
      : await ranked(folder, { config, baseDir, progress });
  out(text);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(figures, null, 2)}\n`);
  return EXIT.done;
};

/** With the dense half of `verification.embeddings`; a claim on which its model fails ends the measurement. */
const ranked = async (
  folder: string,
  { config, baseDir, progress }: { config: Config; baseDir: string; progress: Out },
): Promise<{ text: string; figures: unknown }> => {
  const log = pinoLog({ level: 'silent' });
  const model = await openEmbeddings(config, baseDir, log);
  try {
    const figures = await evaluateRetrieval(folder, undefined, progress, async (index) => {
      const dense = await denseHalf(index, {
        model,
        log,
        onProgress: ({ done, total }) => progress(`${done} of ${total} texts embedded`),
      });
      return dense === null ? null : required(dense);
    });
    return { text: formatRetrieval(figures), figures };
  } finally {
    model?.close();
  }
};

/** A model that fails is a fault here, and no reason to measure the local embedding under its name. */
const required = ({ embeddings: _, ...dense }: DenseSearch): DenseSearch => dense;

const judged = async (
  folder: string,
  { evidenceChars, together = 1 }: EvalRetrievalOptions,
  progress: Out,
): Promise<{ text: string; figures: unknown }> => {
  const chars = evidenceChars ?? ModelSettings.parse({ model: 'none:none' }).evidence_chars;
  if (await isFolder(join(folder, 'claims')).catch(() => false)) {
    const figures = await evaluateJudgeEvidence(folder, { chars, together }, progress);
    return { text: formatJudgeEvidence(chars, figures), figures };
  }
  const figures = await evaluateAnswerEvidence(folder, chars);
  return { text: formatAnswerEvidence(chars, figures), figures };
};
