import { ANSWERS } from './answers.js';
import { type Cell, type CellOptions, cellsOf } from './cells.js';
import { cutOf } from './cuts.js';
import { type Exchange, judgeCell, type Measure } from './judge-cell.js';
import type { ConformanceProtocol } from './protocol.js';
import { check } from './protocols/check.js';
import { scriptOf } from './scripted-bot.js';
import { recordsOf, type Target } from './target.js';

export interface CellResult {
  cell: Cell;
  /** What is wrong, in words. */
  problems: string[];
}

export interface SuiteOptions extends CellOptions {
  protocols: readonly ConformanceProtocol[];
  /** Exchanges under way at a time. */
  parallel: number;
  /** Begins the conversation ids of this run; no other run of the deployment may have used it. */
  runId: string;
  onProgress?: (done: number, total: number) => void;
}

/** Sends one request of the suite and reads everything that came of it. */
export const exchange = async (target: Target, cell: Cell, conversation: string): Promise<Exchange> => {
  const { protocol, answer, mode, cut } = cell;
  const request = protocol.request(answer, mode, scriptOf(mode, cut.id, answer.id));
  const response = await target.fetch(request.path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-plumbline-conversation': conversation,
      'x-plumbline-route': request.route,
      ...request.headers,
    },
    body: JSON.stringify(request.body),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    raw: new TextDecoder().decode(bytes),
    records: await recordsOf(target, conversation),
  };
};

/** The finished texts, checked: what every protocol is held to. */
const measuresOf = async (target: Target, runId: string): Promise<Map<string, Measure>> => {
  const measures = new Map<string, Measure>();
  for (const answer of ANSWERS) {
    const cell: Cell = { protocol: check, answer, mode: 'whole', cut: cutOf('tokens') };
    const { status, raw, records } = await exchange(target, cell, `${runId}-measure-${answer.id}`);
    const [record] = records;
    if (status !== 200 || record === undefined) {
      throw new Error(`POST /v1/check answered ${status}: ${raw.slice(0, 300)}`);
    }
    measures.set(answer.id, { record, delivered: check.readWhole(raw).text });
  }
  return measures;
};

/** Runs every cell against a deployment. @throws {Error} where the deployment can't be measured at all. */
export const runSuite = async (target: Target, options: SuiteOptions): Promise<CellResult[]> => {
  const measures = await measuresOf(target, options.runId);
  const cells = cellsOf(options.protocols, options);
  const results: CellResult[] = new Array(cells.length);
  const queue = cells.entries();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [position, cell] of queue) {
      const measure = measures.get(cell.answer.id);
      if (measure === undefined) throw new Error(`${cell.answer.id} was not measured.`);
      results[position] = { cell, problems: await problemsOf(target, cell, measure, options, position) };
      done += 1;
      options.onProgress?.(done, cells.length);
    }
  };
  await Promise.all(Array.from({ length: options.parallel }, work));
  return results;
};

const problemsOf = async (
  target: Target,
  cell: Cell,
  measure: Measure,
  { runId }: SuiteOptions,
  position: number,
): Promise<string[]> => {
  try {
    return judgeCell(cell, await exchange(target, cell, `${runId}-${position}`), measure);
  } catch (error) {
    return [`no reply: ${error instanceof Error ? error.message : String(error)}`];
  }
};
