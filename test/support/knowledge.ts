import { buildSnapshot } from '../../src/core/indexing/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../../src/core/retrieval/index.js';

/** An index over policy texts, given as path → Markdown or CSV. */
export const knowledgeOf = async (files: Record<string, string>): Promise<KnowledgeIndex> => {
  const sources = Object.entries(files).map(([source, text]) => ({ source, text }));
  return buildKnowledgeIndex((await buildSnapshot('test', sources)).snapshot);
};
