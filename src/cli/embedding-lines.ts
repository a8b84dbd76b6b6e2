import type { OpenKnowledgeOptions } from './open-knowledge.js';
import type { Out } from './outcome.js';

const STEP = 0.1;

/** Says how far the passages of each knowledge base are embedded: at the start, each tenth, and at the end. */
export const embeddingLines = (out: Out): NonNullable<OpenKnowledgeOptions['onEmbedded']> => {
  const said = new Map<string, number>();
  return (base, { done, total, kept, model }) => {
    const share = total === 0 ? 1 : done / total;
    const before = said.get(base);
    // The first line of a build that begins anew comes whatever was said of the one before.
    const isFirst = done === kept;
    if (!isFirst && share < 1 && before !== undefined && share < before + STEP) return;
    said.set(base, share);
    const known = isFirst && kept > 0 ? `, ${kept} kept from before` : '';
    out(`Embeddings of ${base} by ${model}: ${done} of ${total} texts${known}.`);
  };
};
