import { resolve } from 'node:path';
import type { StructuredModel } from '../../core/ports.js';
import type { ChatModelSettings } from '../../schema/index.js';
import { waitFor } from '../system/wait.js';
import { anyChat } from './any-chat.js';
import { fileCall } from './file-call.js';
import { guardedModel } from './guarded-model.js';
import { providerOf } from './open-chat.js';
import { modelId, type ServedModelOptions, servedModel } from './served-model.js';

export interface ConfiguredModelOptions extends ServedModelOptions {
  /** Folder that `file:FOLDER` is relative to. */
  baseDir: string;
}

/**
 * The model that a setting names, behind its deadline and limits: of a provider, or by hand.
 * @throws {GroundingError} config-invalid: an unknown provider, a package that is not installed, a key that is not set.
 */
export const configuredModel = async (
  settings: ChatModelSettings,
  options: ConfiguredModelOptions,
): Promise<StructuredModel> => {
  if (providerOf(settings.model) !== 'file') return servedModel(settings, anyChat, options);
  const { baseDir, clock, metrics } = options;
  const id = modelId(settings);
  const folder = resolve(baseDir, settings.model.slice('file:'.length));
  return guardedModel({
    id,
    call: fileCall(id, folder, waitFor),
    // A person takes as long as it takes, and may answer in any order.
    settings: { ...settings, concurrency: Number.MAX_SAFE_INTEGER },
    deadline: null,
    clock,
    wait: waitFor,
    ...(metrics === undefined ? {} : { metrics }),
  });
};
