import { writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import {
  formatRaised,
  formatRates,
  formatWrong,
  loadMessages,
  loadTriggerCases,
  measureRates,
  measureTriggers,
  triggerTable,
} from '../evaluation/index.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

export interface EvalTriggersOptions {
  /** Data set files (.jsonl, .jsonl.gz) whose `query` is a customer's message: how often triggers go off there. */
  messages?: readonly string[];
  /** Also print the cases that came out wrong, and the messages that raised something. */
  wrong?: boolean;
  json?: string;
}

/** Where our own cases lie. */
export const TRIGGER_CASES = 'test/fixtures/triggers';

/** `plumbline eval:triggers [DIR]`: precision and recall of the handoff triggers on labelled messages. */
export const runEvalTriggers = async (
  folder: string,
  options: EvalTriggersOptions,
  out: Out,
): Promise<ExitCode> => {
  const { files, topics } = await loadTriggerCases(folder);
  const figures = measureTriggers(files, topics);
  const told = figures.filter((one) => !one.is_held_out);
  const heldOut = figures.filter((one) => one.is_held_out);
  if (told.length > 0) out(triggerTable(told));
  if (heldOut.length > 0) out(`\nheld out:\n${triggerTable(heldOut)}`);
  if (options.wrong === true) out(`\n${formatWrong(figures)}`);
  const rates: Record<string, ReturnType<typeof measureRates>> = {};
  for (const path of options.messages ?? []) {
    const name = `${basename(dirname(path))}/${basename(path)}`;
    const found = measureRates(await loadMessages(path));
    rates[name] = found;
    out(`\n${formatRates(name, found)}`);
    if (options.wrong === true) out(formatRaised(found));
  }
  if (options.json !== undefined)
    await writeFile(options.json, `${JSON.stringify({ figures, rates }, null, 2)}\n`);
  return EXIT.done;
};
