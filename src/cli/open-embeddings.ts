import { resolve } from 'node:path';
import { configuredEmbedder } from '../adapters/models/index.js';
import { deadlineAfter, systemClock, waitFor } from '../adapters/system/index.js';
import { type EmbeddingModel, passageVectors, sqliteVectorStore } from '../adapters/vectors/index.js';
import { GroundingError, type Log } from '../core/index.js';
import { type Config, embeddingsSettings } from '../schema/index.js';

/** An embedding model with the vectors that are kept of it. */
export interface OpenEmbeddings extends EmbeddingModel {
  close(): void;
}

/** The model of `verification.embeddings`; null for the local embedding. @throws {GroundingError} config-invalid. */
export const openEmbeddings = async (
  config: Config,
  baseDir: string,
  log: Log,
): Promise<OpenEmbeddings | null> => {
  const settings = embeddingsSettings(config.verification.embeddings);
  if (settings === null) return null;
  const embedder = await configuredEmbedder(settings, {
    baseDir,
    env: process.env,
    clock: systemClock,
    deadlineAfter,
    wait: waitFor,
    queryTimeoutMs: config.verification.timeout_ms / 2,
  });
  const store = openStore(resolve(baseDir, settings.store));
  return {
    embedder,
    vectorsOf: passageVectors({ ...settings, embedder, store, log }),
    close: () => store.close(),
  };
};

const openStore = (file: string) => {
  try {
    return sqliteVectorStore(file, systemClock.nowMs);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new GroundingError('config-invalid', {
      detail: `"verification.embeddings.store": ${file} cannot be used (${why}); delete the file or name another`,
      cause,
    });
  }
};
