import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  evaluateAnswerEvidence,
  evaluateJudgeEvidence,
  evaluateRetrieval,
  formatAnswerEvidence,
  formatJudgeEvidence,
  formatRetrieval,
  isFolder,
} from '../evaluation/index.js';
import { ModelSettings } from '../schema/index.js';
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
  { out, progress }: { out: Out; progress: Out },
): Promise<ExitCode> => {
  const { text, figures } =
    options.judge === true ? await judged(folder, options, progress) : await ranked(folder, progress);
  out(text);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(figures, null, 2)}\n`);
  return EXIT.done;
};

const ranked = async (folder: string, progress: Out): Promise<{ text: string; figures: unknown }> => {
  const figures = await evaluateRetrieval(folder, undefined, progress);
  return { text: formatRetrieval(figures), figures };
};

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
