import { configuredModel } from '../adapters/models/index.js';
import { deadlineAfter, systemClock } from '../adapters/system/index.js';
import type { Metrics, StructuredModel } from '../core/index.js';
import type { GradingStage, ModelTier } from '../core/verification/judge/index.js';
import {
  type ChatModelSettings,
  type Config,
  chatModelSettings,
  graderSettings,
  modelSettings,
} from '../schema/index.js';
import { graderStage, openGrader } from './configured-graders.js';
import { judgeStage } from './judge-stage.js';

export { judgeStage, tierOf } from './judge-stage.js';

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
