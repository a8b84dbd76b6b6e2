import { configuredModel } from '../adapters/models/index.js';

import { deadlineAfter, systemClock } from '../adapters/system/index.js';
import type { Metrics, StructuredModel } from '../core/index.js';
import { llmJudge, type ModelTier } from '../core/verification/judge/index.js';
import { type Config, type ModelSettings, modelSettings } from '../schema/index.js';

export interface ModelsOptions {
  /** Folder that paths of the configuration are relative to. */
  baseDir: string;
  metrics?: Metrics;
}

/** The model behind its limits. @throws {GroundingError} config-invalid. */
export const openModel = (
  settings: ModelSettings,
  { baseDir, metrics }: ModelsOptions,
): Promise<StructuredModel> =>
  configuredModel(settings, {
    baseDir,
    env: process.env,
    clock: systemClock,
    deadlineAfter,
    ...(metrics === undefined ? {} : { metrics }),
  });

/** The judge that a model serves as, with the settings that bound it. */
export const tierOf = (
  model: StructuredModel,
  { claims, votes, group_chars, evidence_chars }: ModelSettings,
): ModelTier => ({ grader: llmJudge(model, votes), claims, group_chars, evidence_chars });

/** The model tier of a configuration; none without one. @throws {GroundingError} config-invalid. */
export const configuredModels = async (
  config: Config,
  options: ModelsOptions,
): Promise<{ models?: ModelTier }> => {
  const { model } = config.verification;
  if (model === null) return {};
  const settings = modelSettings(model);
  return { models: tierOf(await openModel(settings, options), settings) };
};
