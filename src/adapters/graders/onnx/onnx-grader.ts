import { resolve } from 'node:path';
import { GroundingError } from '../../../core/errors.js';
import type { Clock, Deadline, Metrics } from '../../../core/ports.js';
import type { ClaimGrader } from '../../../core/verification/judge/index.js';
import type { OnnxGraderSettings } from '../../../schema/index.js';
import { scoredGrader } from '../scored-grader.js';
import { readModelFolder } from './model-folder.js';
import { onnxThread } from './onnx-thread.js';
import { scoringTask } from './scoring-task.js';

/** Version of how claims and evidence are put to a model: kept verdicts go by it. */
const FORM = 'pair-1';

export interface OnnxGraderOptions {
  /** Folder that the model's is relative to. */
  baseDir: string;
  clock: Clock;
  deadlineAfter: (ms: number) => Deadline;
  metrics?: Metrics;
  /** The built file of onnx-worker.ts; beside the build by default. */
  entry?: URL;
}

/** A grader whose thread can be ended. */
export interface OnnxGrader extends ClaimGrader {
  close(): Promise<void>;
}

const BUILT_WORKER = new URL('./onnx-worker.js', import.meta.url);

/**
 * A local entailment model as a grader. It is loaded now, from disk alone, so that a start fails rather than an answer.
 * @throws {GroundingError} config-invalid: what is wrong with folder, settings or installation.
 */
export const onnxGrader = async (
  settings: OnnxGraderSettings,
  { baseDir, clock, deadlineAfter, metrics, entry = BUILT_WORKER }: OnnxGraderOptions,
): Promise<OnnxGrader> => {
  const { folder, timeout_ms, supported_from, contradicted_from, unsupported_below } = settings;
  const files = await readModelFolder(resolve(baseDir, folder), settings);
  const thread = onnxThread(entry, { files, threads: settings.threads });
  try {
    await thread.ready();
  } catch (cause) {
    await thread.close();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new GroundingError('config-invalid', {
      detail: `"verification.grader": the model in ${folder} cannot be loaded: ${why}`,
      cause,
    });
  }
  const grader = scoredGrader({
    model: `onnx:${folder}`,
    form: FORM,
    settings,
    thresholds: { supported_from, contradicted_from, unsupported_below },
    score: (request, signal, spend) => thread.score(scoringTask(request, settings), signal, spend),
    deadline: deadlineAfter(timeout_ms),
    clock,
    // It costs time, and nothing by the call.
    costOf: () => 0,
    ...(metrics === undefined ? {} : { metrics }),
  });
  return { ...grader, close: () => thread.close() };
};
