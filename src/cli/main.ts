import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { loadConfig } from '../adapters/config/index.js';
import type { Storage } from '../adapters/storage/index.js';
import { nodeCrypto, storageFor } from '../adapters/storage/sqlite/index.js';
import { systemClock, uuidIds } from '../adapters/system/index.js';
import { GroundingError } from '../core/index.js';
import { MODEL_MODES } from '../evaluation/index.js';
import { type Config, OperatingPoint, Role } from '../schema/index.js';
import { auditExport, auditVerify } from './audit.js';
import { type CalibrateOptions, calibrate } from './calibrate.js';
import { type CheckOptions, checkAnswer } from './check.js';
import { compileForWorker } from './compile-worker.js';
import { configurationMarkdown } from './configuration-doc.js';
import { type EraseOptions, eraseConversation } from './erase.js';
import { type EvalOptions, runEval } from './eval.js';
import { type EvalModelsOptions, runEvalModels } from './eval-models.js';
import { type EvalRewriterOptions, runEvalRewriter } from './eval-rewriter.js';
import { addEvaluationCommands, wholeNumber } from './evaluation-commands.js';
import { handoffsVerify } from './handoffs.js';
import { indexKnowledge } from './index-command.js';
import { keysCreate, keysList, keysRevoke } from './keys.js';
import { addModelsCommands } from './models.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';
import { problemsMarkdown } from './problems-doc.js';
import { progressTo } from './progress.js';
import { addProposeCommand } from './propose/index.js';
import { startServer } from './serve.js';
import { untilStopped } from './until-stopped.js';

/** The airline's script: what answers where neither an upstream nor a configuration file is given. */
const DEFAULT_DEMO = 'examples/airline/bot.json';
/** Our own benchmark, beside the build's folder. */
const OWN_BENCHMARK = fileURLToPath(new URL('../test/fixtures/bench/', import.meta.url));

interface GlobalOptions {
  config?: string;
  storage?: string;
  port?: number;
  demoPort?: number;
}

interface CommandContext {
  config: Config;
  baseDir: string;
  out: Out;
}

const out: Out = (line) => {
  process.stdout.write(`${line}\n`);
};
const progress: Out = progressTo(process.stderr);

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('a port is 0 to 65535.');
  return port;
};

/** Configuration of a command: the file, then the environment, then the options of the call. */
const contextOf = (options: GlobalOptions): CommandContext => {
  const { config, baseDir, file } = loadConfig(
    options.config ?? process.env['PLUMBLINE_CONFIG'],
    process.cwd(),
  );
  const environmentPort = process.env['PORT'];
  const port = options.port ?? (environmentPort === undefined ? undefined : portNumber(environmentPort));
  if (port !== undefined) config.listen.port = port;
  const storage = options.storage ?? process.env['DATABASE_URL'];
  if (storage !== undefined) config.storage.url = storage;
  if (config.demo === undefined && file === null) config.demo = { answers: DEFAULT_DEMO, port: 8788 };
  if (config.demo !== undefined && options.demoPort !== undefined) config.demo.port = options.demoPort;
  return { config, baseDir, out };
};

const withStorage = async (
  options: GlobalOptions,
  run: (context: CommandContext, storage: Storage) => Promise<ExitCode>,
): Promise<ExitCode> => {
  const context = contextOf(options);
  const storage = await storageFor(context.config.storage.url, context.baseDir);
  try {
    return await run(context, storage);
  } finally {
    await storage.close();
  }
};

const serve = async (options: GlobalOptions): Promise<ExitCode> => {
  const server = await startServer(contextOf(options));
  await untilStopped();
  await server.close();
  return EXIT.done;
};

interface EvaluateOptions
  extends Omit<EvalOptions, 'onProgress'>,
    Partial<EvalModelsOptions>,
    Partial<EvalRewriterOptions> {
  operatingPoint?: OperatingPoint;
}

const evaluate = async (
  target: string = OWN_BENCHMARK,
  { operatingPoint, model, rewriter, grader, ...options }: EvaluateOptions,
  globals: GlobalOptions,
): Promise<ExitCode> => {
  const started = performance.now();
  const point = operatingPoint === undefined ? {} : { operating_point: operatingPoint };
  const onProgress = (done: number, total: number) => progress(`${done} of ${total} answers`);
  const asked = { ...options, ...point };
  const context = () => ({ ...contextOf(globals), progress });
  const judge = model === undefined ? {} : { model };
  const code =
    rewriter !== undefined
      ? await runEvalRewriter(target, { ...asked, ...judge, rewriter }, context())
      : model !== undefined || grader !== undefined
        ? await runEvalModels(
            target,
            { ...asked, ...judge, ...(grader === undefined ? {} : { grader }) },
            context(),
          )
        : await runEval(target, { ...asked, onProgress }, out);
  progress(`done in ${((performance.now() - started) / 1_000).toFixed(1)} s\n`);
  return code;
};

/** The command line. `finish` takes the exit code of the command that ran. */
const commandLine = (finish: (code: ExitCode) => void): Command => {
  const program = new Command('plumbline')
    .description('Holds every answer of a bot against your policies and tables before a customer reads it.')
    .option('--config <file>', 'configuration file (default: plumbline.yaml in this folder, if there)')
    .option('--storage <url>', 'where records, handoffs and keys lie, such as sqlite:data/plumbline.db')
    .version(packageJson.version, '-V, --version', 'print the version')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text) });
  const globals = (command: Command): GlobalOptions => command.optsWithGlobals();

  program
    .command('serve')
    .description('serve the proxy; with the demo bot where no upstream is configured')
    .addOption(new Option('--port <number>', 'port to listen on; 0 takes a free one').argParser(portNumber))
    .addOption(new Option('--demo-port <number>', 'port of the demo bot').argParser(portNumber))
    .action(async (_options, command: Command) => finish(await serve(globals(command))));

  program
    .command('check')
    .description('check one answer')
    .argument('[file]', 'a check request as JSON; - for standard input')
    .option('--answer <text>', 'the answer to check')
    .option('--question <text>', 'what the customer asked')
    .option('--as-of <date>', 'the day at which policies must be in force (YYYY-MM-DD)')
    .option('--language <code>', 'language of the answer: en or fr')
    .option('--json', 'print the whole outcome as JSON')
    .action(async (file: string | undefined, options, command: Command) => {
      const { asOf, ...rest }: CheckOptions & { asOf?: string } = options;
      const asked: CheckOptions = {
        ...rest,
        ...(file === undefined ? {} : { file }),
        ...(asOf === undefined ? {} : { as_of: asOf }),
      };
      finish(await checkAnswer(asked, contextOf(globals(command))));
    });

  program
    .command('index')
    .description('read the knowledge bases once; list what is in them and what should be repaired')
    .option('--json', 'print as JSON')
    .option('--explain <file>', 'show how the checks read one policy or table, sentence by sentence')
    .option('--compile <folder>', 'write what a Cloudflare Worker is deployed with')
    .action(
      async (
        { compile, ...options }: { json?: boolean; explain?: string; compile?: string },
        command: Command,
      ) => {
        const context = contextOf(globals(command));
        finish(
          compile === undefined
            ? await indexKnowledge(options, { ...context, progress })
            : await compileForWorker(compile, context),
        );
      },
    );

  program
    .command('eval')
    .description('measure accuracy on a benchmark folder or a data file (.jsonl, .jsonl.gz)')
    .argument('[target]', 'default: our own benchmark')
    .option('--json <file>', 'write the whole report there')
    .option(
      '--noise <file...>',
      'corpora (.jsonl, .jsonl.gz) whose texts are indexed beside each knowledge base',
    )
    .option('--train <dir>', 'training folder; compares with a classifier that sees claims without evidence')
    .addOption(
      new Option('--operating-point <name>', 'which thresholds decide').choices(OperatingPoint.options),
    )
    .option(
      '--model <provider:model>',
      'compare with a judge behind the checks; file:FOLDER to judge by hand',
    )
    .option(
      '--grader <onnx:folder>',
      'compare with a grader behind the checks, and before the judge; "configured": that of the configuration',
    )
    .option(
      '--rewriter <provider:model>',
      'measure what rewriting leaves of the bot’s right text, with and without this model; with --model both behind a judge',
    )
    .addOption(
      new Option('--modes <names...>', 'which of the ways to compare (with --model or --grader)').choices(
        MODEL_MODES,
      ),
    )
    .addOption(
      new Option(
        '--sample <number>',
        'only so many answers, evenly spread (with --model, --grader or --rewriter)',
      ).argParser(wholeNumber),
    )
    .option('--record <folder>', 'keep every exchange with the model there')
    .option('--replay <folder>', 'take the replies from there in place of the model’s')
    .action(async (target: string | undefined, options: EvaluateOptions, command: Command) =>
      finish(await evaluate(target, options, globals(command))),
    );

  program
    .command('calibrate')
    .description('fit the operating points to your own policies and reviewed answers')
    .option('--reviewed <file>', 'JSON Lines of reviewed answers: question, answer, verdict or claims')
    .option('--out <file>', 'file to write (default: calibration.json beside the configuration)')
    .option('--json', 'print as JSON')
    .action(async (options: CalibrateOptions, command: Command) =>
      finish(await calibrate(options, { ...contextOf(globals(command)), progress })),
    );

  addProposeCommand(program, (command) => ({ ...contextOf(globals(command)), progress }), finish);
  addEvaluationCommands(
    program,
    { out, progress, contextOf: (command) => contextOf(globals(command)) },
    finish,
  );
  addModelsCommands(program, { out, progress }, finish);

  const audit = program.command('audit').description('verify or export the records');
  audit
    .command('verify')
    .description('prove that no record was changed, dropped or put in between')
    .option('--tenant <name>', 'only this tenant')
    .option('--expect <head>', 'a chain head noted earlier, SEQ:HASH')
    .option('--json', 'print as JSON')
    .action(async (options, command: Command) =>
      finish(
        await withStorage(globals(command), (_context, storage) =>
          auditVerify({ storage, sha256Hex: nodeCrypto.sha256Hex, out, progress }, options),
        ),
      ),
    );
  audit
    .command('export')
    .description('write every entry with its texts, a JSON line each')
    .option('--tenant <name>', 'only this tenant')
    .option('--json', 'JSON lines (always)')
    .action(async (options, command: Command) =>
      finish(
        await withStorage(globals(command), (_context, storage) =>
          auditExport({ storage, sha256Hex: nodeCrypto.sha256Hex, out }, options),
        ),
      ),
    );

  program
    .command('handoffs')
    .description('handoffs to people')
    .command('verify')
    .description('hold handoffs, their events and their conversations against each other')
    .option('--tenant <name>', 'only this tenant')
    .option('--json', 'print as JSON')
    .action(async (options, command: Command) =>
      finish(
        await withStorage(globals(command), (_context, storage) => handoffsVerify({ storage, out }, options)),
      ),
    );

  program
    .command('erase')
    .description('take the words of a conversation out of its records and handoffs')
    .requiredOption('--conversation <id>', 'the conversation')
    .option('--tenant <name>', 'its tenant', 'default')
    .option('--route <name>', 'its route', 'default')
    .option('--json', 'print as JSON')
    .action(async (options: EraseOptions, command: Command) =>
      finish(
        await withStorage(globals(command), (_context, storage) =>
          eraseConversation({ storage, out }, options),
        ),
      ),
    );

  const keys = program.command('keys').description('make, list and revoke keys');
  keys
    .command('create')
    .description('print a new key, once')
    .option('--tenant <name>', 'tenant of the key')
    .option('--role <name>', `one of ${Role.options.join(', ')}`)
    .option('--routes <names...>', 'routes that it may use; the first is its default')
    .option('--name <name>', 'whose key it is, as the console shows it')
    .option('--json', 'print as JSON')
    .action(async (options, command: Command) =>
      finish(
        await withStorage(globals(command), ({ config }, storage) =>
          keysCreate(
            { storage, config, out, clock: systemClock, ids: uuidIds, randomBytes: nodeCrypto.randomBytes },
            options,
          ),
        ),
      ),
    );
  keys
    .command('list')
    .description('list keys, never the keys themselves')
    .option('--json', 'print as JSON')
    .action(async (options, command: Command) =>
      finish(await withStorage(globals(command), (_context, storage) => keysList({ storage, out }, options))),
    );
  keys
    .command('revoke')
    .description('refuse a key from now on')
    .argument('<id>')
    .option('--json', 'print as JSON')
    .action(async (id: string, options, command: Command) =>
      finish(
        await withStorage(globals(command), (_context, storage) =>
          keysRevoke({ storage, out, clock: systemClock }, id, options),
        ),
      ),
    );

  program
    .command('docs', { hidden: true })
    .description('print docs/configuration.md, made from the schema; with --problems docs/problems.md')
    .option('--problems', 'docs/problems.md, made from the table of problems')
    .action(({ problems }: { problems?: boolean }) => {
      process.stdout.write(problems === true ? problemsMarkdown() : configurationMarkdown());
      finish(EXIT.done);
    });
  return program;
};

/** Runs a command line. Faults become one sentence on standard error and exit code 2. */
export const main = async (args: readonly string[]): Promise<ExitCode> => {
  let code: ExitCode = EXIT.done;
  const program = commandLine((finished) => {
    code = finished;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.fault;
    const sentence = error instanceof GroundingError ? error.detail : `Something failed: ${String(error)}`;
    process.stderr.write(`plumbline: ${sentence}\n`);
    return EXIT.fault;
  }
};
