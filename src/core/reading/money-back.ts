import type { Language } from '../../schema/index.js';
import type { Token } from './tokenise.js';
import { CURRENCIES } from './units.js';

const REFUND = 'act.refund';
const WORDS_BETWEEN = 8;

/** "Get … back", "give you … back". */
const GETS = new Set(
  'get gets got getting have has having receive receives received claim give gives giving given hand hands'.split(
    ' ',
  ),
);
/** "Return", "rendre", "restituer", "récupérer", in forms without diacritics: of money by themselves. */
const RETURNS: Readonly<Record<Language, RegExp>> = {
  en: /^return(?:s|ed|ing)?$/u,
  fr: /^(?:recuper|restitu|revers)\p{L}*$|^(?:ravoir|rend(?:s|ons|ez|ent|re|u|ue|us|ues|ra|rez|rons|ront)?)$/u,
};
const PAYS = new Set('pay pays paid paying'.split(' '));

/** "The deposit is returned", "la caution vous est restituée". */
const IS_DONE = new Set('is are be been was were est sont sera seront ete etre'.split(' '));

const MONEY = new Set(['unit.percent', 'quality.half', 'travel.fare']);
const MONEY_WORD = /^(?:money|cash|sum|argent|somme)$/;
const PARTS = new Set(['punct', 'symbol']);

const isMoney = ({ form, concept }: Token): boolean =>
  CURRENCIES[form] !== undefined ||
  MONEY_WORD.test(form) ||
  (concept !== null && (MONEY.has(concept) || (concept.startsWith('fee.') && concept !== 'fee.free')));

/** Whether a word ends what a verb may reach: another clause begins there. */
const endsReach = (token: Token): boolean =>
  (PARTS.has(token.kind) && !isMoney(token)) || /^(?:act|conj|modal)\./.test(token.concept ?? '');

const isAlone = ({ phraseStart, phraseEnd }: Token): boolean => phraseEnd - phraseStart <= 1;

const upToEnd = (tokens: readonly Token[]): readonly Token[] => {
  const end = tokens.findIndex(endsReach);
  return end < 0 ? tokens : tokens.slice(0, end);
};

/** "You get the difference back", "the deposit is returned", "vous récupérez la différence": of money it says that it is refunded. */
export function markMoneyBack(tokens: readonly Token[], lang: Language): void {
  for (const [at, token] of tokens.entries()) {
    // "We pay you the difference": to the customer.
    if (lang === 'en' && PAYS.has(token.form) && isAlone(token) && tokens[at + 1]?.form === 'you') {
      token.concept = REFUND;
      continue;
    }
    const isGetting = lang === 'en' && GETS.has(token.form);
    if (!isGetting && !RETURNS[lang].test(token.form)) continue;
    const phrase = tokens.slice(token.phraseStart, token.phraseEnd);
    if (phrase.some(({ form }) => form !== token.form && form !== 'back')) continue;
    const after = upToEnd(tokens.slice(token.phraseEnd, token.phraseEnd + WORDS_BETWEEN));
    const isOfMoney =
      isGetting && phrase.length === 1
        ? hasMoneyBack(after)
        : after.some(isMoney) || isMoneyBefore(tokens, at);
    if (isOfMoney) for (const part of phrase) part.concept = REFUND;
  }
}

/** What stands before "back", or behind it where that comes first: "get back half of the fare". */
const hasMoneyBack = (after: readonly Token[]): boolean => {
  const back = after.findIndex(({ form }) => form === 'back');
  return back >= 0 && (back === 0 ? after : after.slice(0, back)).some(isMoney);
};

const isMoneyBefore = (tokens: readonly Token[], at: number): boolean => {
  const before = upToEnd([...tokens.slice(Math.max(0, at - WORDS_BETWEEN), at)].reverse());
  return before.slice(0, 3).some(({ form }) => IS_DONE.has(form)) && before.some(isMoney);
};
