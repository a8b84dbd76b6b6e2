import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { corporaFiles } from '../evaluation/index.js';
import { measureCheckLatency } from './check-latency.js';
import { serveRole } from './child.js';
import { measureDesk } from './desk/desk-load.js';
import { benchFiles } from './knowledge.js';
import { measureProxy } from './proxy-throughput.js';
import { formatDesk, formatReport } from './report.js';

interface BenchOptions {
  json?: string;
  passages: string;
  corpus?: string[];
  ownAnswers?: boolean;
  samples: string;
  seconds: string;
  latencyOnly?: boolean;
  handoffs?: boolean;
  cases: string;
  agents: string;
  role?: string;
}

/** Mean pauses of an agent before each act: quick ones, then what no person does. */
const DESK_PAUSES_MS = [3_000, 0];

/** The folder of the repository, beside the build's. */
const repository = fileURLToPath(new URL('..', import.meta.url));
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** `npm run bench`: latency of a check, throughput of the proxy, speed of indexing, on this machine. */
const bench = async (options: BenchOptions): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
  try {
    const own = await benchFiles(repository, Number(options.passages));
    const files = [...own, ...(await corporaFiles(options.corpus ?? []))];
    const machine = {
      cores: availableParallelism(),
      processor: cpus()[0]?.model ?? 'unknown',
      node: process.version,
      load_average: loadavg()[0] ?? 0,
      at: new Date().toISOString(),
    };
    if (options.handoffs === true) {
      const runs = [];
      for (const pauseMs of DESK_PAUSES_MS) {
        say(`measuring the desk, pauses of ${pauseMs} ms`);
        runs.push(
          await measureDesk(files, {
            folder,
            cases: Number(options.cases),
            agents: Number(options.agents),
            pauseMs,
          }),
        );
      }
      const report = { machine, desk: runs };
      process.stdout.write(formatDesk(report));
      if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
      return;
    }
    say('measuring checks');
    const check = await measureCheckLatency(files, {
      samples: Number(options.samples),
      folder,
      ...(options.ownAnswers === true ? { sources: new Set(own.map(({ source }) => source)) } : {}),
    });
    const proxy =
      options.latencyOnly === true
        ? null
        : await measureProxy(files, { folder, measureMs: 1_000 * Number(options.seconds), say });
    const report = { machine, check, proxy };
    process.stdout.write(formatReport(report));
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

await new Command('bench')
  .description('Measures how fast Plumbline is on this machine.')
  .option('--json <file>', 'write all figures there')
  .option('--passages <number>', 'least passages of the knowledge base', '1000')
  .option('--corpus <file...>', 'corpora of policy texts (.jsonl, .jsonl.gz) that are indexed besides')
  .option('--own-answers', 'with --corpus: answers of the operators’ sentences alone, the same as without it')
  .option('--samples <number>', 'answers of the latency measure', '1000')
  .option('--seconds <number>', 'length of each throughput measure', '5')
  .option('--latency-only', 'only the latency of checks and the speed of indexing')
  .option('--handoffs', 'instead: many agents at once work through cases that wait')
  .option('--cases <number>', 'cases that wait, with --handoffs', '1000')
  .option('--agents <number>', 'agents, with --handoffs', '50')
  .option('--role <json>', 'for the processes that the benchmark starts')
  .action((options: BenchOptions) =>
    options.role === undefined ? bench(options) : serveRole(JSON.parse(options.role)),
  )
  .parseAsync();
