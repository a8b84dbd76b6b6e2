import type { Language } from '../schema/index.js';

/** A moment in a time zone, in the language of a page. */
export const timeIn = (timeZone: string, lang: Language): ((atMs: number) => string) => {
  const format = new Intl.DateTimeFormat(lang === 'fr' ? 'fr-CA' : 'en-CA', {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (atMs) => format.format(atMs);
};
