import type { Claim } from '../../../schema/index.js';
import type { KnowledgeIndex } from '../../retrieval/index.js';
import type { EvidenceItem } from './pack-evidence.js';

/**
 * Whether evidence speaks of anything that the claim, its question or its context speaks of: a content word, concept or
 * number in common, headings and document included. A grade that rests on none of it was not given for this claim.
 */
export const topicOf = (
  claim: Claim,
  index: Pick<KnowledgeIndex, 'read'>,
): ((item: EvidenceItem) => boolean) => {
  const { question, lead_ins, antecedents } = claim.context;
  const own = new Set(
    [claim.text, ...(question === null ? [] : [question]), ...lead_ins, ...antecedents].flatMap((text) =>
      keysOf(text, claim, index),
    ),
  );
  return ({ text, passage }) => {
    const lang = passage?.lang === 'en' || passage?.lang === 'fr' ? passage.lang : claim.lang;
    const around = passage === null ? [] : [passage.title.replaceAll('_', ' '), ...passage.heading_path];
    return [text, ...around].some((part) => keysOf(part, { lang }, index).some((key) => own.has(key)));
  };
};

const keysOf = (
  text: string,
  { lang }: Pick<Claim, 'lang'>,
  index: Pick<KnowledgeIndex, 'read'>,
): string[] => [...index.read(text, lang).keys, ...(text.match(/\d+/g) ?? [])];
