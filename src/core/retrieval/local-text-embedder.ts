import type { TextEmbedder } from '../ports.js';
import { detectLanguage } from '../reading/index.js';
import type { KnowledgeIndex } from './knowledge-index.js';

/** The local embedding of an index as an embedder of any text. */
export function localTextEmbedder(index: KnowledgeIndex): TextEmbedder {
  const embed = (text: string): Float32Array => {
    const { tokens } = index.read(text, detectLanguage(text) ?? 'en');
    return index.embedding.vector([{ tokens, weight: 1 }]);
  };
  return {
    name: 'local',
    id: `local-hashing-1 ${index.snapshot.version}`,
    embedPassages: async (texts) => texts.map(embed),
    embedQuery: async (text) => embed(text),
  };
}
