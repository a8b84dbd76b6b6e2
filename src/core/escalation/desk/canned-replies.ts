import type { Agent, CannedReplies, Language } from '../../../schema/index.js';

/** A canned reply with its places filled in. */
export interface CannedReply {
  name: string;
  lang: Language;
  text: string;
}

/**
 * The canned replies of a language, by name; one that exists only in the other language comes in that.
 * @param values for {agent} and {case}; a place without a value stays empty.
 */
export const cannedReplies = (
  configured: CannedReplies,
  lang: Language,
  values: { agent: Agent | null; case: string | null },
): CannedReply[] =>
  Object.entries(configured).flatMap(([name, texts]) => {
    const other: Language = lang === 'en' ? 'fr' : 'en';
    const chosen = texts[lang] === undefined ? other : lang;
    const text = texts[chosen];
    if (text === undefined) return [];
    const filled = text
      .replaceAll('{agent}', values.agent?.name ?? '')
      .replaceAll('{case}', values.case ?? '')
      .trim();
    return [{ name, lang: chosen, text: filled }];
  });
