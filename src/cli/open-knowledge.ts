import { resolve } from 'node:path';
import { openFileKnowledge } from '../adapters/knowledge/index.js';
import { deadlineAfter, systemClock } from '../adapters/system/index.js';
import { configuredEmbedder, denseHalf } from '../adapters/vectors/index.js';
import type { Log } from '../core/index.js';
import type { KnowledgeRegistry } from '../core/retrieval/index.js';
import { prepareVerification } from '../core/verification/index.js';
import type { Config } from '../schema/index.js';
import { localDays } from './local-day.js';

/**
 * The configured knowledge bases; `watch`: whether edits go live.
 * @throws {GroundingError} config-invalid, policy-index-unreadable
 */
export const openKnowledge = async (
  config: Config,
  baseDir: string,
  options: { log: Log; watch: boolean },
): Promise<KnowledgeRegistry> => {
  const { timeout_ms } = config.verification;
  const deadline = deadlineAfter(timeout_ms / 2);
  const dayOf = localDays(config.timezone);
  const embedder = await configuredEmbedder(config.verification.embeddings, process.env);
  return await openFileKnowledge({
    bases: Object.fromEntries(
      Object.entries(config.knowledge_bases).map(([name, base]) => [
        name,
        {
          policies: resolve(baseDir, base.policies),
          knowledge: resolve(baseDir, base.knowledge),
          glossary: base.glossary === undefined ? undefined : resolve(baseDir, base.glossary),
          readings: base.readings === undefined ? undefined : resolve(baseDir, base.readings),
        },
      ]),
    ),
    clock: systemClock,
    prepare: (index) => prepareVerification(index, dayOf(systemClock.nowMs())),
    dense: (index, signal) => denseHalf(index, { embedder, log: options.log, deadline, signal }),
    ...options,
  });
};
