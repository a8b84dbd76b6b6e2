import { writeFile } from 'node:fs/promises';
import { evaluateRetrieval, formatRetrieval } from '../evaluation/index.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

/** `plumbline eval:retrieval TRAIN_DIR`: how often the passage that a claim's author quoted is found, by rank. */
export const runEvalRetrieval = async (
  folder: string,
  options: { json?: string },
  { out, progress }: { out: Out; progress: Out },
): Promise<ExitCode> => {
  const evaluation = await evaluateRetrieval(folder, undefined, progress);
  out(formatRetrieval(evaluation));
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(evaluation, null, 2)}\n`);
  return EXIT.done;
};
