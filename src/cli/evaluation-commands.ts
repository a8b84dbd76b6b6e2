import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Config, OperatingPoint } from '../schema/index.js';
import { type EvalLanesOptions, runEvalLanes } from './eval-lanes.js';
import { type EvalLexiconOptions, runEvalLexicon } from './eval-lexicon.js';
import { type EvalPublicOptions, runEvalPublic } from './eval-public.js';
import { type EvalRetrievalOptions, runEvalRetrieval } from './eval-retrieval.js';
import { type EvalTriggersOptions, runEvalTriggers, TRIGGER_CASES } from './eval-triggers.js';
import type { ExitCode, Out } from './outcome.js';
import { type TrainOptions, train } from './train.js';

/** What a command of measurement needs: where lines go, and whom to tell how far it is. */
export interface EvaluationIo {
  out: Out;
  progress: Out;
  /** The configuration that a command line names. */
  contextOf(command: Command): { config: Config; baseDir: string };
}

/** Adds the commands that measure and train; `finish` takes their exit code. */
export const addEvaluationCommands = (
  program: Command,
  io: EvaluationIo,
  finish: (code: ExitCode) => void,
): void => {
  program
    .command('train')
    .description('learn the risk model, the network and the table of related words anew')
    .requiredOption('--data <dir>', 'training folder: kb/NAME/ with policies, claims/NAME.jsonl')
    .option('--answers <dir>', 'labelled answers to learn from too: a benchmark folder (default: training)')
    .option(
      '--out <dir>',
      'folder for affinity.json, network-model.json and risk-model.json (default: their places in src/core/verification)',
    )
    .option('--rows <file>', 'also write every claim with its features, label and held-out risk')
    .option('--json', 'print as JSON')
    .action(async (options: TrainOptions) => finish(await train(options, io)));

  program
    .command('eval:retrieval')
    .description('measure how often the passage that a claim quotes is found, with the configured embeddings')
    .argument('<dir>', 'training folder: kb/NAME/ with policies, claims/NAME.jsonl')
    .option('--json <file>', 'write all figures and what was missed there')
    .option('--judge', 'measure what a judge is shown; of a benchmark’s answers (cases.jsonl) too')
    .addOption(
      new Option('--evidence-chars <number>', 'most characters that a judge is shown').argParser(wholeNumber),
    )
    .addOption(new Option('--together <number>', 'claims in one call of the judge').argParser(wholeNumber))
    .action(async (folder: string, options: EvalRetrievalOptions, command: Command) =>
      finish(await runEvalRetrieval(folder, options, { ...io, ...io.contextOf(command) })),
    );

  program
    .command('eval:lexicon')
    .description('measure how much of the language of claims and policies the lexicon knows')
    .argument('<dir>', 'training folder: kb/NAME/ with policies, claims/NAME.jsonl')
    .option('--corpora <dir>', 'also measure a fixed sample of the policy texts (.jsonl) of this folder')
    .option('--unmapped <count>', 'so many unknown words are printed for each language', '20')
    .option('--json <file>', 'write all figures there')
    .action(async (folder: string, options: EvalLexiconOptions) =>
      finish(await runEvalLexicon(folder, options, io.out)),
    );

  program
    .command('eval:lanes')
    .description('measure every check on labelled claims, and whether a change is a gain')
    .argument('<dir>', 'training folder: kb/NAME/ with policies, claims/NAME.jsonl')
    .option('--kb <names>', 'only these operators, separated by commas; the others still teach')
    .option('--json <file>', 'write all figures, and the risk of every claim')
    .option('--bench <dir>', 'benchmark folder: the checks on its labelled claims as well')
    .option('--compare <file>', 'an earlier --json file: paired bootstrap of the two rankings')
    .action(async (folder: string, options: EvalLanesOptions) =>
      finish(await runEvalLanes(folder, options, io)),
    );

  program
    .command('eval:triggers')
    .description('measure when a person is called: precision and recall of the handoff triggers')
    .argument('[dir]', 'folder of labelled messages: TRIGGER-LANG.jsonl', TRIGGER_CASES)
    .option('--messages <files...>', 'data sets (.jsonl) of unlabelled messages: how often triggers go off')
    .option('--wrong', 'also print what came out wrong')
    .option('--json <file>', 'write all figures there')
    .action(async (folder: string, options: EvalTriggersOptions) =>
      finish(await runEvalTriggers(folder, options, io.out)),
    );

  program
    .command('eval:public')
    .description('measure on the public data sets, published scores beside')
    .argument('<dir>', 'folder with the data sets, a folder each')
    .addOption(
      new Option('--sample <number>', 'lines drawn of each set, with a fixed seed; 0 takes all')
        .argParser(wholeNumber)
        .default(200),
    )
    .option('--only <names>', 'only these sets, separated by commas')
    .option('--json <file>', 'write all figures and interventions')
    .addOption(
      new Option('--operating-point <name>', 'which thresholds decide').choices(OperatingPoint.options),
    )
    .action(async (folder: string, options: EvalPublicOptions) =>
      finish(await runEvalPublic(folder, options, io)),
    );
};

/** A whole number of a command line. */
export const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('give a whole number.');
  return number;
};
