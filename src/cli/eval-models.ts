import { writeFile } from 'node:fs/promises';
import { modelId, recordedModel, replayedModel } from '../adapters/models/index.js';
import { GroundingError, type StructuredModel } from '../core/index.js';
import {
  type EvaluationCase,
  evaluateModels,
  formatModels,
  groundCaseWith,
  MODEL_MODES,
  type ModelMode,
} from '../evaluation/index.js';
import {
  type ChatModelSettings,
  type Config,
  Decisions,
  ModelSettings,
  type OperatingPoint,
} from '../schema/index.js';
import { openModel, tierOf } from './configured-models.js';
import { loadTarget } from './eval.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

export interface EvalModelsOptions {
  /** provider:model, with the other settings of `verification.model` where the configuration has some. */
  model: string;
  json?: string;
  operating_point?: OperatingPoint;
  modes?: readonly ModelMode[];
  /** Only so many answers, evenly spread over the benchmark. */
  sample?: number;
  /** Folder that every exchange is written to. */
  record?: string;
  /** Folder that replies are read from in place of the model's. */
  replay?: string;
}

export interface EvalModelsContext {
  config: Config;
  baseDir: string;
  out: Out;
  progress: Out;
}

/**
 * `plumbline eval BENCH --model …`: accuracy, calls, tokens, waits and cost of the embedded checks alone, with a judge for
 * what they leave open, and with a judge for everything. Exits 0 whatever the figures.
 * @throws {GroundingError} config-invalid: no such model.
 */
export const runEvalModels = async (
  target: string,
  options: EvalModelsOptions,
  { config, baseDir, out, progress }: EvalModelsContext,
): Promise<ExitCode> => {
  const settings = judgeSettings(options.model, config);
  const missing = new Set<string>();
  const model = await chosenModel(settings, options, baseDir, missing);
  const { cases, indexOf } = await loadTarget(target);
  const decisions = Decisions.parse({ operating_point: options.operating_point ?? 'balanced' });
  const isByHand = settings.model.startsWith('file:');
  const report = await evaluateModels(
    sampled(cases, options.sample),
    (item, models) => groundCaseWith(item, indexOf(item), decisions, models === null ? {} : { models }),
    {
      model: model.id,
      tier: tierOf(model, settings),
      modes: options.modes ?? MODEL_MODES,
      // Whoever answers by hand sees all requests at once.
      parallel: isByHand ? cases.length : settings.concurrency,
      onProgress: (mode, done, total) => progress(`${mode}: ${done} of ${total} answers`),
    },
  );
  out(formatModels(report));
  if (missing.size > 0)
    out(`\n${missing.size} exchanges are not in ${options.replay}: their claims count as failed checks.`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  return EXIT.done;
};

/** A judge by name, with the configured judge's other settings. @throws {GroundingError} config-invalid. */
export const judgeSettings = (model: string, { verification }: Config): ModelSettings => {
  const configured =
    typeof verification.model === 'object' && verification.model !== null ? verification.model : {};
  const parsed = ModelSettings.safeParse({ ...configured, model });
  if (parsed.success) return parsed.data;
  throw new GroundingError('config-invalid', {
    detail: `--model ${model}: ${parsed.error.issues[0]?.message}.`,
    cause: parsed.error,
  });
};

/** The model, recorded or replayed where that is asked for; `missing` takes the names of replies that are not kept. */
export const chosenModel = async (
  settings: ChatModelSettings,
  { record, replay }: Pick<EvalModelsOptions, 'record' | 'replay'>,
  baseDir: string,
  missing: Set<string>,
): Promise<StructuredModel> => {
  if (replay !== undefined) return replayedModel(modelId(settings), replay, (name) => missing.add(name));
  const model = await openModel(settings, { baseDir });
  return record === undefined ? model : recordedModel(model, record);
};

/** So many cases, evenly spread; all without a number. */
export const sampled = (cases: readonly EvaluationCase[], size = cases.length): EvaluationCase[] => {
  const step = Math.max(1, cases.length / Math.max(1, size));
  return Array.from({ length: Math.min(size, cases.length) }, (_, i) => cases[Math.floor(i * step)]).filter(
    (item) => item !== undefined,
  );
};
