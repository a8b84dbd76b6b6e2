import type { Language } from '../../schema/index.js';
import { countFunctionWords } from './detect-language.js';

/** As much of a text is looked at. */
const PROSE_CHARS = 8_000;

/** Prose of fewer words has too few function words to go by their share. */
const PROSE_WORDS_MIN = 25;
/**
 * Least share of function words in prose of a language. Of 203 policies (the training operators, examples and tests) English ones
 * of that length have 0.21 and more, French ones 0.469; German, Dutch, Spanish, Italian, Portuguese and Catalan have
 * up to 0.11 English and 0.31 French ones.
 */
const FUNCTION_SHARE_MIN: Record<Language, number> = { en: 0.15, fr: 0.38 };

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/**
 * Function words that neither English nor French writes so: German, Dutch, Spanish, Italian, Portuguese. They count in lower
 * case only, for names have them too ("Los Angeles", "El Paso").
 */
const OTHERS: readonly ReadonlySet<string>[] = [
  words(
    'der das dem ein eine einen einem einer eines und oder aber nicht kein keine ist sind wird werden wurde kann können darf dürfen muss müssen hat haben sie ihr ihre ihren ihrem ihrer wir uns unser unsere es mit für von vom zu zum zur auf aus bei beim bis durch gegen ohne um über unter nach vor im ins als auch wenn falls sich nur noch innerhalb ab diese dieser dieses alle jeder jede jedes wieder sonst dann sein seine',
  ),
  words(
    'het een maar niet geen zijn wordt worden kan kunnen mag mogen moet moeten heeft hebben uw wij ons onze jouw er voor van naar op uit bij tot tegen zonder om onder na als ook wanneer zich nog binnen vanaf deze dit dat alle te aan',
  ),
  words(
    'el los las una unos unas pero ni está están ser será puede pueden debe deben ha han su sus del para por sobre hasta desde como cuando más este esta estos estas cada todo todos todas usted nuestro nuestra tiene tienen antes después dentro',
  ),
  words(
    'gli uno una è sono essere sarà può possono deve devono ha hanno ci suo sua suoi vostro nostra nostro allo alla ai alle del dello della delle degli dal dalla nel nella nei di da tra fra senza fino che quando più questo questa ogni tutti prima dopo entro',
  ),
  words(
    'os um uma mas não é são ser será pode podem deve devem tem têm seu sua seus suas ao aos à às da dos das na nas em com para por sem sobre até desde como quando este esta cada todo todos você nosso nossa antes depois dentro pelo pela',
  ),
];
/**
 * A short text is in another language where its function words are so many different ones, this share of all words, and more
 * than those of English and of French. Of 8,969 English and French sentences of fewer than 25 words (policies of the
 * training operators, examples and tests) none is so; of texts in the five languages, of one short sentence 17 of 30 are,
 * of two 71 of 85.
 */
const OTHER_WORDS_MIN = 3;
const OTHER_SHARE_MIN = 0.2;

/** Whether prose is in neither English nor French, as far as its function words tell. Tables are not prose. */
export function isOtherLanguage(prose: string): boolean {
  const { all, english, french } = countFunctionWords(prose.slice(0, PROSE_CHARS));
  if (all.length >= PROSE_WORDS_MIN) {
    return english < FUNCTION_SHARE_MIN.en * all.length && french < FUNCTION_SHARE_MIN.fr * all.length;
  }
  return OTHERS.some((other) => {
    const found = all.filter((word) => other.has(word));
    return (
      new Set(found).size >= OTHER_WORDS_MIN &&
      found.length >= OTHER_SHARE_MIN * all.length &&
      found.length > Math.max(english, french)
    );
  });
}
