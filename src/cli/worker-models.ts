// Not through the folders' indexes, which are the doors for Node.
import { fetchChat } from '../adapters/models/fetch-chat.js';
import { servedModel } from '../adapters/models/served-model.js';
import { deadlineAfter } from '../adapters/system/deadline.js';
import type { Clock, Metrics, StructuredModel } from '../core/index.js';
import type { ModelTier } from '../core/verification/judge/index.js';
import { type ChatModelSettings, type Config, chatModelSettings, modelSettings } from '../schema/index.js';
import { tierOf } from './judge-stage.js';

export interface WorkerModelsOptions {
  /** Variables and secrets of the Worker by name. */
  env: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  metrics: Metrics;
}

/**
 * The chat models of a configuration, as a Worker asks them; `grading`: what is asked before the judge, or null.
 * @throws {GroundingError} config-invalid for a key that is not set, or a provider whose client needs Node.
 */
export const workerModels = async (
  { verification, rewriting }: Config,
  grading: ModelTier | null,
  options: WorkerModelsOptions,
): Promise<{ models?: ModelTier; rewriter?: StructuredModel }> => {
  const open = (setting: string, settings: ChatModelSettings): Promise<StructuredModel> =>
    servedModel(unqueued(settings), fetchChat, { ...options, setting, deadlineAfter });
  const judging = verification.model === null ? null : modelSettings(verification.model);
  const writing = rewriting.model === null ? null : chatModelSettings(rewriting.model);
  const judge = judging === null ? null : tierOf(await open('verification.model', judging), judging);
  const tier = judge === null ? grading : { ...judge, stages: [...(grading?.stages ?? []), ...judge.stages] };
  return {
    ...(tier === null ? {} : { models: tier }),
    ...(writing === null ? {} : { rewriter: await open('rewriting.model', writing) }),
  };
};

/** A call whose caller hangs up ends with its invocation, without giving back its place in a queue of the isolate. */
const unqueued = (settings: ChatModelSettings): ChatModelSettings => ({
  ...settings,
  concurrency: Number.MAX_SAFE_INTEGER,
});
