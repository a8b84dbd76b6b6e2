import { Language } from '../../schema/index.js';

/** BCP 47's name of a language that nobody told. */
export const UNKNOWN_LANGUAGE = 'und';

/** Whether the checks read a text marked `lang` (BCP 47): "fr-CA" as French. */
export const isReadLanguage = (lang: string): boolean =>
  Language.safeParse(lang.toLowerCase().split('-')[0]).success;

/** What it means for a policy that it is in a language which the checks do not read. */
export const unreadLanguageWarning = (lang: string): string => {
  const what =
    lang === UNKNOWN_LANGUAGE
      ? 'by its words this is neither English nor French, and other languages are not read by the checks'
      : `"${lang}" is a language that the checks do not read`;
  const remedy =
    lang === UNKNOWN_LANGUAGE
      ? 'if it is one of the two, write "lang" in the front matter; else add the policy in English or French beside it'
      : 'add the policy in English or French beside it';
  return (
    `${what}: the text is searched and quoted and its numbers are compared, but what it allows, denies or demands, and ` +
    `when, is not understood, so that only a claim in its very words is verified; ${remedy}`
  );
};
