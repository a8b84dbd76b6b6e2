import type { Language } from '../../../schema/index.js';
import { type CustomerWord, customerWords, type Spelling } from './customer-words.js';
import type { FoundSign } from './pattern-index.js';
import { type SharedWords, type SignFile, SignFinder } from './sign-finder.js';
import customerAskedEn from './words/en/customer-asked.json' with { type: 'json' };
import distressEn from './words/en/distress.json' with { type: 'json' };
import frustrationEn from './words/en/frustration.json' with { type: 'json' };
import legalRightEn from './words/en/legal-right.json' with { type: 'json' };
import sharedEn from './words/en/shared.json' with { type: 'json' };
import customerAskedFr from './words/fr/customer-asked.json' with { type: 'json' };
import distressFr from './words/fr/distress.json' with { type: 'json' };
import frustrationFr from './words/fr/frustration.json' with { type: 'json' };
import legalRightFr from './words/fr/legal-right.json' with { type: 'json' };
import sharedFr from './words/fr/shared.json' with { type: 'json' };

/** The triggers that read words. */
export type WordedTrigger = 'customer_asked' | 'distress' | 'frustration' | 'legal_right';

const FILES: Readonly<Record<Language, Readonly<Record<WordedTrigger, SignFile>>>> = {
  en: {
    customer_asked: customerAskedEn,
    distress: distressEn,
    frustration: frustrationEn,
    legal_right: legalRightEn,
  },
  fr: {
    customer_asked: customerAskedFr,
    distress: distressFr,
    frustration: frustrationFr,
    legal_right: legalRightFr,
  },
};
const SHARED: Readonly<Record<Language, SharedWords>> = { en: sharedEn, fr: sharedFr };

interface Finders {
  readonly spelling: Spelling;
  readonly of: Readonly<Record<WordedTrigger, SignFinder>>;
}

const built: Partial<Record<Language, Finders>> = {};

/** The finders of a language, built at first use. */
const findersOf = (lang: Language): Finders => {
  const known = built[lang];
  if (known !== undefined) return known;
  const finder = (trigger: WordedTrigger) => new SignFinder(lang, SHARED[lang], FILES[lang][trigger]);
  const of = {
    customer_asked: finder('customer_asked'),
    distress: finder('distress'),
    frustration: finder('frustration'),
    legal_right: finder('legal_right'),
  };
  const { meant, mistyped } = SHARED[lang];
  const spelling = {
    lang,
    meant: new Map(Object.entries(meant).map(([typed, words]) => [typed, words.split(' ')])),
    mistyped: mistyped.split(',').map((word) => word.trim()),
    known: new Set(Object.values(of).flatMap(({ forms }) => [...forms])),
  };
  const finders = { spelling, of };
  built[lang] = finders;
  return finders;
};

/** A sign with its place in the message, UTF-16. */
export interface PlacedSign extends FoundSign {
  readonly start_char: number;
  readonly end_char: number;
}

/** A message in one language, as the triggers that read words see it. */
export interface ReadMessage {
  readonly text: string;
  readonly lang: Language;
  readonly words: readonly CustomerWord[];
}

export const readMessage = (text: string, lang: Language): ReadMessage => ({
  text,
  lang,
  words: customerWords(text, findersOf(lang).spelling),
});

/** The signs of a trigger in a message, in the order of the text. */
export const findSigns = ({ lang, words }: ReadMessage, trigger: WordedTrigger): PlacedSign[] =>
  findersOf(lang)
    .of[trigger].find(words)
    .map((sign) => ({
      ...sign,
      start_char: words[sign.from]?.start ?? 0,
      end_char: words[sign.to - 1]?.end ?? 0,
    }));
