import type { Command } from 'commander';
import { GroundingError } from '../../core/index.js';
import type { ExitCode } from '../outcome.js';
import { checkAccepted } from './check-accepted.js';
import { type DecideOptions, decide } from './decide.js';
import { type ProposeContext, type ProposeOptions, propose } from './propose.js';

export { configuredProposals } from './proposing-bases.js';

type Options = ProposeOptions & DecideOptions & { check?: boolean };

/** Adds `plumbline propose`; `finish` takes its exit code. */
export const addProposeCommand = (
  program: Command,
  contextOf: (command: Command) => ProposeContext,
  finish: (code: ExitCode) => void,
): void => {
  program
    .command('propose')
    .description(
      'have a model propose readings, terms, questions and wrong answers for each section of your policies, for a person to accept',
    )
    .option('--document <file...>', 'only these policies')
    .option('--model <provider:model>', 'in place of proposals.model; file:FOLDER to answer by hand')
    .option('--dry-run', 'say how many sections would be asked about, and about how many tokens')
    .option('--accept <id...>', 'accept these proposals; all: every open one of --document')
    .option('--reject <id...>', 'reject these proposals; all: every open one of --document')
    .option('--by <name>', 'who decides (default: your name on this machine)')
    .option(
      '--check',
      'hold accepted wrong answers and statements against the policies: exit code 1 where a wrong one is verified or a right one fails',
    )
    .option('--json', 'print as JSON')
    .action(async (options: Options, command: Command) => finish(await run(options, contextOf(command))));
};

const run = async (options: Options, context: ProposeContext): Promise<ExitCode> => {
  const { accept, reject, check } = options;
  const isDecided = accept !== undefined || reject !== undefined;
  if (isDecided && (check === true || options.dryRun === true))
    throw new GroundingError('request-invalid', {
      detail: 'Give --accept and --reject without --check and --dry-run.',
    });
  if (isDecided) return await decide(options, context);
  return check === true ? await checkAccepted(options, context) : await propose(options, context);
};
