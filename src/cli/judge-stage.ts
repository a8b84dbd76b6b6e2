import type { StructuredModel } from '../core/index.js';
import { type GradingStage, llmJudge, type ModelTier } from '../core/verification/judge/index.js';
import type { ModelSettings } from '../schema/index.js';

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
