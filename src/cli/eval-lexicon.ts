import { writeFile } from 'node:fs/promises';
import { formatLexicon, measureLexicon } from '../evaluation/index.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

export interface EvalLexiconOptions {
  corpora?: string;
  /** How many unmapped words are printed for each language. */
  unmapped: string;
  json?: string;
}

/** `plumbline eval:lexicon TRAIN_DIR`: which share of the words of claims and policies the lexicon knows, and which it lacks. */
export const runEvalLexicon = async (
  folder: string,
  { corpora, unmapped, json }: EvalLexiconOptions,
  out: Out,
): Promise<ExitCode> => {
  const limit = Number(unmapped);
  if (!Number.isInteger(limit) || limit < 0) {
    out(`--unmapped: "${unmapped}" is no count; give a whole number such as 40`);
    return EXIT.fault;
  }
  const rows = await measureLexicon(folder, corpora ?? null);
  out(formatLexicon(rows, limit));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(rows, null, 2)}\n`);
  return EXIT.done;
};
