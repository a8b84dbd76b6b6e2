import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { ANSWERS, answerOf } from './answers.js';
import type { CellOptions } from './cells.js';
import { PreflightError, preflight } from './preflight.js';
import type { ConformanceProtocol } from './protocol.js';
import { PROTOCOLS } from './protocols/index.js';
import { type CellResult, runSuite } from './run-suite.js';
import { startScriptedBot } from './scripted-bot.js';
import { alignedTable, markdownTable } from './table.js';
import { remoteTarget } from './target.js';

interface CommandOptions {
  botHost: string;
  botPort: number;
  seed: number;
  cuts: number;
  parallel: number;
  protocols?: string[];
  answers?: string[];
  json?: string;
}

/** Where a command says things: results, and how far it is. */
export interface Output {
  out(line: string): void;
  progress(line: string): void;
}

/** Exchanges that went wrong and are told of one by one; the JSON has them all. */
const TOLD_MAX = 20;

const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('a whole number is needed.');
  return number;
};

const chosen = (ids: readonly string[] | undefined): ConformanceProtocol[] => {
  const unknown = ids?.find((id) => !PROTOCOLS.some((protocol) => protocol.id === id));
  if (unknown !== undefined) {
    const known = PROTOCOLS.map(({ id }) => id).join(', ');
    throw new PreflightError(`--protocols: there is no "${unknown}"; there are ${known}.`);
  }
  return PROTOCOLS.filter(({ id }) => ids === undefined || ids.includes(id));
};

const knownAnswers = (ids: readonly string[] | undefined): { answers?: readonly string[] } => {
  if (ids === undefined) return {};
  for (const id of ids) answerOf(id);
  return { answers: ids };
};

const report = (
  url: string,
  protocols: readonly ConformanceProtocol[],
  options: CellOptions,
  results: readonly CellResult[],
) => ({
  url,
  at: new Date().toISOString(),
  seed: options.seed,
  random_cuts: options.randomCuts,
  exchanges: results.length,
  failures: results.filter(({ problems }) => problems.length > 0).length,
  table: markdownTable(protocols, results),
  cells: results.map(({ cell, problems }) => ({
    protocol: cell.protocol.id,
    mode: cell.mode,
    answer: cell.answer.id,
    cut: cell.cut.id,
    problems,
  })),
});

const run = async (url: string, options: CommandOptions, { out, progress }: Output): Promise<number> => {
  const protocols = chosen(options.protocols);
  const bot = await startScriptedBot(options.botHost, options.botPort, protocols).catch((cause: unknown) => {
    throw new PreflightError(
      `The bot can't listen on ${options.botHost}, port ${options.botPort} (${String(cause)}): choose another with --bot-port.`,
    );
  });
  try {
    const target = remoteTarget(url, process.env['PLUMBLINE_KEY'] ?? null);
    const runId = `conformance-${randomUUID()}`;
    await preflight(target, { protocols, runId, botUrl: bot.url, botRequests: bot.requests });
    const cells: CellOptions = {
      seed: options.seed,
      randomCuts: options.cuts,
      ...knownAnswers(options.answers),
    };
    const results = await runSuite(target, {
      ...cells,
      protocols,
      parallel: Math.max(1, options.parallel),
      runId,
      onProgress: (done, total) => progress(`${done} of ${total} exchanges`),
    });
    const summary = report(url, protocols, cells, results);
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(summary, null, 2)}\n`);
    out(alignedTable(summary.table));
    for (const { protocol, mode, answer, cut, problems } of summary.cells
      .filter((cell) => cell.problems.length > 0)
      .slice(0, TOLD_MAX)) {
      out(`\n${protocol}, ${mode}, ${answer}, cut ${cut}:`);
      for (const problem of problems) out(`  - ${problem}`);
    }
    out(
      summary.failures === 0
        ? `\n${summary.exchanges} exchanges, all as they must be (seed ${summary.seed}).`
        : `\n${summary.failures} of ${summary.exchanges} exchanges are not as they must be (seed ${summary.seed}).`,
    );
    return summary.failures === 0 ? 0 : 1;
  } finally {
    await bot.close();
  }
};

/** `npm run conformance -- URL`. Exit code 0: all as it must be, 1: not so, 2: it could not be measured. */
export const conformance = async (args: readonly string[], output: Output): Promise<number> => {
  let code = 0;
  const command = new Command('conformance')
    .description('Puts a deployment of Plumbline to the conformance suite: docs/conformance.md.')
    .argument('<url>', 'address of the deployment, such as http://127.0.0.1:8787')
    .option('--bot-host <address>', 'where the scripted bot listens', '127.0.0.1')
    .option('--bot-port <number>', 'port of the scripted bot', wholeNumber, 8790)
    .option('--protocols <ids...>', `only these of ${PROTOCOLS.map(({ id }) => id).join(', ')}`)
    .option('--answers <ids...>', `only these of ${ANSWERS.map(({ id }) => id).join(', ')}`)
    .option('--cuts <number>', 'random cuts of each streamed answer', wholeNumber, 4)
    .option('--seed <number>', 'where the random cuts begin', wholeNumber, 1)
    .option('--parallel <number>', 'exchanges under way at a time', wholeNumber, 4)
    .option('--json <file>', 'write every exchange there')
    .exitOverride()
    .action(async (url: string, options: CommandOptions) => {
      if (!URL.canParse(url)) throw new PreflightError(`${JSON.stringify(url)} is no address.`);
      code = await run(url, options, output);
    });
  try {
    await command.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof Error && 'exitCode' in error) return error.exitCode === 0 ? 0 : 2;
    output.out(`conformance: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
};
