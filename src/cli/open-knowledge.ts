import { resolve } from 'node:path';
import { openFileKnowledge } from '../adapters/knowledge/index.js';
import { systemClock } from '../adapters/system/index.js';
import { denseHalf, type EmbeddingProgress } from '../adapters/vectors/index.js';
import type { Log, Metrics } from '../core/index.js';
import type { KnowledgeRegistry } from '../core/retrieval/index.js';
import { prepareVerification } from '../core/verification/index.js';
import type { Config } from '../schema/index.js';
import { localDays } from './local-day.js';
import { openEmbeddings } from './open-embeddings.js';

export interface OpenKnowledgeOptions {
  log: Log;
  /** Whether edits go live. */
  watch: boolean;
  metrics?: Metrics;
  /** Told how far the passages of a knowledge base are embedded, by a configured model. */
  onEmbedded?: (base: string, progress: EmbeddingProgress & { model: string }) => void;
}

/**
 * The configured knowledge bases.
 * @throws {GroundingError} config-invalid, policy-index-unreadable
 */
export const openKnowledge = async (
  config: Config,
  baseDir: string,
  { log, watch, metrics, onEmbedded }: OpenKnowledgeOptions,
): Promise<KnowledgeRegistry> => {
  const dayOf = localDays(config.timezone);
  const model = await openEmbeddings(config, baseDir, log);
  try {
    const knowledge = await openFileKnowledge({
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
      dense: (index, base, signal) => {
        const onProgress =
          model === null
            ? undefined
            : (progress: EmbeddingProgress) =>
                onEmbedded?.(base, { ...progress, model: model.embedder.name });
        return denseHalf(index, { model, log, metrics, signal, onProgress });
      },
      embeddings: model?.embedder.name,
      log,
      watch,
    });
    return {
      ...knowledge,
      close: async () => {
        await knowledge.close();
        model?.close();
      },
    };
  } catch (error) {
    model?.close();
    throw error;
  }
};
