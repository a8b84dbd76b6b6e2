import type { Language } from '../../schema/index.js';
import words from './number-words.json' with { type: 'json' };

/** Number words of one language by normal form (lower case, no diacritics). */
export interface NumberWords {
  readonly small: ReadonlyMap<string, number>;
  readonly scale: ReadonlyMap<string, number>;
  readonly ordinal: ReadonlyMap<string, number>;
  /** Month names → 1 to 12. */
  readonly month: ReadonlyMap<string, number>;
}

function table(list: string): ReadonlyMap<string, number> {
  return new Map(
    list.split(' ').map((pair) => {
      const [word = '', value = ''] = pair.split(':');
      return [word, Number(value)] as const;
    }),
  );
}

const memo: Partial<Record<Language, NumberWords>> = {};

/** The number words of a language, read at first use. */
export function numberWords(lang: Language): NumberWords {
  let known = memo[lang];
  if (known === undefined) {
    const raw = words[lang];
    known = {
      small: table(raw.small),
      scale: table(raw.scale),
      ordinal: table(raw.ordinal),
      month: table(raw.month),
    };
    memo[lang] = known;
  }
  return known;
}
