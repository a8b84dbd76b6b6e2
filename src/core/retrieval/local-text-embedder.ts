import type { TextEmbedder } from '../ports.js';
import { detectLanguage } from '../reading/index.js';
import type { KnowledgeIndex } from './knowledge-index.js';

/** The local embedding of an index as an embedder of any text. */
export function localTextEmbedder(index: KnowledgeIndex): TextEmbedder {
  return {
    id: `local-hashing-1 ${index.snapshot.version}`,
    embed: async (texts) =>
      texts.map((text) => {
        const { tokens } = index.read(text, detectLanguage(text) ?? 'en');
        return index.embedding.vector([{ tokens, weight: 1 }]);
      }),
  };
}
