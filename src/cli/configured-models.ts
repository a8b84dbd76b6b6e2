import { configuredModel } from '../adapters/models/index.js';

import { deadlineAfter, systemClock } from '../adapters/system/index.js';
import type { Metrics, StructuredModel } from '../core/index.js';
import { type GradingStage, llmJudge, type ModelTier } from '../core/verification/judge/index.js';
import {
  type ChatModelSettings,
  type Config,
  chatModelSettings,
  graderSettings,
  type ModelSettings,
  modelSettings,
} from '../schema/index.js';
import { graderStage, openGrader } from './configured-graders.js';

export interface ModelsOptions {
  /** Folder that paths of the configuration are relative to. */
  baseDir: string;
  metrics?: Metrics;
  /** The setting that names the model, for errors; default `verification.model`. */
  setting?: string;
  /** Is told how to close what was opened; what is left open ends with the process. */
  onOpen?: (close: () => Promise<void>) => void;
}

/** The model behind its limits. @throws {GroundingError} config-invalid. */
export const openModel = (
  settings: ChatModelSettings,
  { metrics, ...options }: ModelsOptions,
): Promise<StructuredModel> =>
  configuredModel(settings, {
    ...options,
    env: process.env,
    clock: systemClock,
    deadlineAfter,
    ...(metrics === undefined ? {} : { metrics }),
  });

/** The stage that a model serves as judge of. */
export const judgeStage = (
  model: StructuredModel,
  { claims, votes, evidence_chars }: Pick<ModelSettings, 'claims' | 'votes' | 'evidence_chars'>,
): GradingStage => ({ grader: llmJudge(model, votes), claims, evidence_chars });

/** A tier with a judge alone. */
export const tierOf = (model: StructuredModel, settings: ModelSettings): ModelTier => ({
  stages: [judgeStage(model, settings)],
  group_chars: settings.group_chars,
});

/** The models of a configuration, those that it names. @throws {GroundingError} config-invalid. */
export const configuredModels = async (
  config: Config,
  options: ModelsOptions,
): Promise<{ models?: ModelTier; rewriter?: StructuredModel }> => ({
  ...(await configuredTier(config, options)),
  ...(await configuredRewriter(config, options)),
});

/** Grader before judge; none without either. */
const configuredTier = async (config: Config, options: ModelsOptions): Promise<{ models?: ModelTier }> => {
  const { grader, model } = config.verification;
  const grading = grader === null ? null : graderSettings(grader);
  const judging = model === null ? null : modelSettings(model);
  const stages: GradingStage[] = [];
  if (grading !== null) stages.push(graderStage(await openGrader(grading, options), grading));
  if (judging !== null) stages.push(judgeStage(await openModel(judging, options), judging));
  const group_chars = (judging ?? grading)?.group_chars;
  return group_chars === undefined ? {} : { models: { stages, group_chars } };
};

const configuredRewriter = async (
  { rewriting: { model } }: Config,
  options: ModelsOptions,
): Promise<{ rewriter?: StructuredModel }> =>
  model === null
    ? {}
    : { rewriter: await openModel(chatModelSettings(model), { ...options, setting: 'rewriting.model' }) };
