import type { Language } from '../schema/index.js';

const isLanguage = (code: string | undefined): code is Language => code === 'en' || code === 'fr';

/** The first of ours that was chosen, else the first that `accept-language` names, else English. */
export const acceptedLanguage = (
  chosen: readonly (string | undefined)[],
  accepted: string | undefined,
): Language => {
  for (const code of chosen) if (isLanguage(code)) return code;
  for (const part of (accepted ?? '').toLowerCase().split(',')) {
    const code = part.trim().slice(0, 2);
    if (isLanguage(code)) return code;
  }
  return 'en';
};
