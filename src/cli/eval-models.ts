import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { modelId, recordedModel, replayedModel } from '../adapters/models/index.js';
import { GroundingError, type StructuredModel } from '../core/index.js';
import type { GradingStage, ModelTier } from '../core/verification/judge/index.js';
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
  type ClaimsAsked,
  type Config,
  Decisions,
  type GraderSettings,
  graderSettings,
  ModelSettings,
  OnnxGraderSettings,
  type OperatingPoint,
} from '../schema/index.js';
import { graderName, graderStage, openGrader } from './configured-graders.js';
import { judgeStage, openModel } from './configured-models.js';
import { loadTarget } from './eval.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

export interface EvalModelsOptions {
  /** provider:model, with the other settings of `verification.model` where the configuration has some. */
  model?: string;
  /** onnx:FOLDER, with the other settings of `verification.grader` of that kind; or the word "configured". */
  grader?: string;
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
 * `plumbline eval BENCH --grader … --model …`: accuracy, calls, tokens, waits and cost of the embedded checks alone, with a
 * grader for what they leave open, with a judge for what is then open, and with a judge for everything. Exits 0 whatever
 * the figures.
 * @throws {GroundingError} config-invalid: no such model.
 */
export const runEvalModels = async (
  target: string,
  options: EvalModelsOptions,
  { config, baseDir, out, progress }: EvalModelsContext,
): Promise<ExitCode> => {
  const missing = new Set<string>();
  const grading = options.grader === undefined ? null : graderSettingsOf(options.grader, config);
  const judging = options.model === undefined ? null : judgeSettings(options.model, config);
  const grader = grading === null ? null : graderStage(await openGrader(grading, { baseDir }), grading);
  const model = judging === null ? null : await chosenModel(judging, options, baseDir, missing);
  const judge = judging === null || model === null ? null : judgeStage(model, judging);
  const { cases, indexOf } = await loadTarget(target);
  const decisions = Decisions.parse({ operating_point: options.operating_point ?? 'balanced' });
  const isByHand = judging?.model.startsWith('file:') === true;
  const report = await evaluateModels(
    sampled(cases, options.sample),
    (item, models) => groundCaseWith(item, indexOf(item), decisions, models === null ? {} : { models }),
    {
      model: [...(grading === null ? [] : [graderName(grading)]), ...(model === null ? [] : [model.id])].join(
        ', ',
      ),
      tiers: tiersOf(
        { grader, judge },
        { grader: grading?.group_chars, judge: judging?.group_chars },
        options.modes ?? MODEL_MODES,
      ),
      // Whoever answers by hand sees all requests at once.
      parallel: isByHand ? cases.length : (judging?.concurrency ?? 1),
      onProgress: (mode, done, total) => progress(`${mode}: ${done} of ${total} answers`),
    },
  );
  out(formatModels(report));
  if (missing.size > 0)
    out(`\n${missing.size} exchanges are not in ${options.replay}: their claims count as failed checks.`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  return EXIT.done;
};

/** Who is asked in each of the ways to compare; ways that need somebody who is not there are left out. */
const tiersOf = (
  { grader, judge }: { grader: GradingStage | null; judge: GradingStage | null },
  groupChars: { grader: number | undefined; judge: number | undefined },
  modes: readonly ModelMode[],
): Partial<Record<ModelMode, ModelTier | null>> => {
  const before = grader === null ? [] : [grader];
  const tiers: Partial<Record<ModelMode, ModelTier | null>> = { lanes: null };
  if (groupChars.grader !== undefined) tiers.grader = { stages: before, group_chars: groupChars.grader };
  if (judge !== null && groupChars.judge !== undefined)
    for (const [mode, claims] of JUDGED)
      tiers[mode] = { stages: [...before, { ...judge, claims }], group_chars: groupChars.judge };
  for (const mode of MODEL_MODES) if (!modes.includes(mode)) delete tiers[mode];
  return tiers;
};

/** The ways in which a judge is asked, and about which claims. */
const JUDGED: readonly (readonly [ModelMode, ClaimsAsked])[] = [
  ['cascade', 'not_verified'],
  ['unproven', 'unproven'],
  ['all', 'all'],
];

const graderSettingsOf = (name: string, { verification }: Config): GraderSettings => {
  const configured = verification.grader === null ? null : graderSettings(verification.grader);
  if (name === 'configured') {
    if (configured !== null) return configured;
    throw new GroundingError('config-invalid', {
      detail:
        '--grader configured: the configuration names none; set "verification.grader", or give onnx:FOLDER.',
    });
  }
  // A folder of the command line is relative to where the command runs.
  const folder = resolve(name.replace(/^onnx:/, ''));
  const parsed = OnnxGraderSettings.safeParse({
    ...(configured?.kind === 'onnx' ? configured : {}),
    kind: 'onnx',
    folder,
  });
  if (parsed.success && name.startsWith('onnx:')) return parsed.data;
  throw new GroundingError('config-invalid', {
    detail: `--grader ${name}: give onnx:FOLDER, or "configured" for the grader of the configuration.`,
  });
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
