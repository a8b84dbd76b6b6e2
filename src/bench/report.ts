import type { CheckLatency, TimedRun } from './check-latency.js';
import type { DeskLoad } from './desk/desk-load.js';
import type { Throughput } from './load.js';
import type { Latency } from './percentiles.js';
import type { ProxyThroughput } from './proxy-throughput.js';

interface Machine {
  cores: number;
  processor: string;
  node: string;
  load_average: number;
  at: string;
}

export interface DeskReport {
  machine: Machine;
  desk: readonly DeskLoad[];
}

export interface BenchReport {
  machine: Machine;
  check: CheckLatency;
  proxy: ProxyThroughput | null;
}

/** The report for people. */
export function formatReport({ machine, check, proxy }: BenchReport): string {
  const lines = [
    machineWords(machine),
    '',
    `Checks: ${check.passages} passages, distinct answers of ${check.claims_per_answer} claims, no cache of verdicts`,
    `  groundAnswer          ${timedWords(check.ground_answer_ms)}`,
    `  POST /v1/check        ${timedWords(check.check_request_ms)}`,
    `  decisions             ${Object.entries(check.decisions)
      .map(([decision, count]) => `${decision} ${count}`)
      .join(', ')}`,
    `Indexing: ${check.indexing.passages_per_second} passages/s (files ${check.indexing.read_ms} ms, index ${check.indexing.index_ms} ms, checks ${check.indexing.prepare_ms} ms), ${check.indexing.passages_per_cpu_second}/s of processor time; again after an edit ${check.indexing.again_ms} ms`,
    `Memory: heap ${check.memory.heap_mb} MB, arrays ${check.memory.arrays_mb} MB, process ${check.memory.rss_mb} MB`,
  ];
  if (proxy !== null) {
    const { whole, streamed, first_sentence, release_delay } = proxy;
    lines.push(
      '',
      'Proxy: every answer distinct, 3 claims, checked and recorded; 8 connections',
      `  whole     Plumbline   ${throughputWords(whole.plumbline)}`,
      `            bare        ${throughputWords(whole.bare)}; Plumbline / bare = ${whole.ratio}`,
      `  streamed  Plumbline   ${throughputWords(streamed.plumbline)}`,
      `            bare        ${throughputWords(streamed.bare)}; Plumbline / bare = ${streamed.ratio}`,
      `First sentence of a stream, a piece each ${first_sentence.pace_ms} ms:`,
      `  Plumbline             ${latencyWords(first_sentence.plumbline_ms)}`,
      `  bare                  ${latencyWords(first_sentence.bare_ms)}; added at p50 ${first_sentence.added_ms_p50} ms`,
      'From the byte that makes the end of the first sentence certain to the sentence at the client:',
      `  Plumbline             ${latencyWords(release_delay.plumbline_ms)}`,
      `  bare                  ${latencyWords(release_delay.bare_ms)}; added at p50 ${release_delay.added_ms_p50} ms, at p95 ${release_delay.added_ms_p95} ms`,
      'The Portkey gateway is no dependency of this project and was not measured here.',
    );
  }
  return `${lines.join('\n')}\n`;
}

/** The report of the desk for people. */
export function formatDesk({ machine, desk }: DeskReport): string {
  const lines = [machineWords(machine)];
  for (const run of desk) {
    lines.push(
      '',
      `Desk: ${run.agents} agents, ${run.cases} cases, a pause of ${run.pause_ms} ms on average before each act`,
      `  claim                 ${latencyWords(run.claim_ms)}`,
      `  reply, checked        ${latencyWords(run.reply_ms)}`,
      `  resolve               ${latencyWords(run.resolve_ms)}`,
      `  ${run.resolved} resolved in ${run.duration_s} s; ${run.lost_claims} claims came second`,
      run.problems.length === 0
        ? '  no case lost or doubled'
        : `  PROBLEMS: ${run.problems.slice(0, 10).join('; ')}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const machineWords = ({ cores, processor, node, load_average }: Machine): string =>
  `${cores} cores (${processor}), Node ${node}, load ${load_average.toFixed(1)} at the start`;

const latencyWords = ({ p50, p95, p99 }: Latency): string => `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`;

const timedWords = (run: TimedRun): string =>
  `${latencyWords(run)}; processor ${run.cpu_ms_mean} ms an answer (${run.samples} answers)`;

const throughputWords = ({ requests_per_second, latency_ms, failures }: Throughput): string =>
  `${requests_per_second}/s, ${latencyWords(latency_ms)}${failures === 0 ? '' : `, ${failures} failures`}`;
