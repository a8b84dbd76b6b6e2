import type { IndexProblem } from '../indexing/index.js';
import type { DenseSearch } from './dense-search.js';
import type { KnowledgeIndex } from './knowledge-index.js';

/** What grounding needs of a knowledge base at one moment. */
export interface CurrentKnowledge {
  index: KnowledgeIndex;
  dense?: DenseSearch;
}

/** Whether the passages are embedded by the configured model; until they are, the local embedding serves. */
export interface EmbeddingsStatus {
  model: string;
  state: 'building' | 'ready' | 'failed';
  /** Why it failed, in words; else null. */
  reason: string | null;
}

/** For `/readyz` and `plumbline index`. */
export interface KnowledgeStatus {
  name: string;
  version: string;
  documents: number;
  passages: number;
  /** Whether there is an index to answer from. */
  usable: boolean;
  /** Files that cannot be read as they are now; each serves its last good version, if it had one. */
  problems: IndexProblem[];
  /** What a person should look at although everything is read. */
  warnings: IndexProblem[];
  loaded_at_ms: number;
  /** Left out with the local embedding. */
  embeddings?: EmbeddingsStatus;
}

/** The knowledge bases in force. An edit swaps the whole index at once: a caller that holds one keeps it. */
export interface KnowledgeRegistry {
  /** @throws {GroundingError} policy-index-unknown. */
  current(name: string): CurrentKnowledge;
  status(): KnowledgeStatus[];
  close(): Promise<void>;
}
