import type { Language } from '../../schema/index.js';
import { numberWords } from '../lexicon/index.js';
import type { Token } from './tokenise.js';

/** A number in the tokens [from, to). */
export interface NumberSpan {
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly inWords: boolean;
}

const DOZENS = new Set(['dozen', 'douzaine', 'douzaines']);
const JOINERS = new Set(['and', 'et']);

function wordNumber(tokens: readonly Token[], from: number, lang: Language): NumberSpan | null {
  const { small, scale, ordinal } = numberWords(lang);
  let total = 0;
  let group = 0;
  let at = from;
  let last = -1;
  for (; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.text === '-' && at > from && !token.spaced && tokens[at + 1]?.kind === 'word') {
      if (isNumberWord(tokens[at + 1], small, scale)) continue;
      if (ordinal.has(tokens[at + 1]?.form ?? '')) return null;
      break;
    }
    if (token.kind !== 'word') break;
    const isPart = token.phraseEnd - token.phraseStart > 1 && token.concept?.startsWith('number') !== true;
    if (isPart && at > from) break;
    const unit = small.get(token.form);
    const times = scale.get(token.form);
    if (unit !== undefined) {
      if (at > from && !DOZENS.has(token.form) && !continues(group, last, unit, lang)) break;
      group =
        lang === 'fr' && last === 4 && unit === 20
          ? group - 4 + 80
          : DOZENS.has(token.form) && last > 0
            ? group * 12
            : group + unit;
      last = unit;
    } else if (times !== undefined) {
      if (at === from && lang === 'en') return null;
      group = (group === 0 ? 1 : group) * times;
      if (times >= 1000) {
        total += group;
        group = 0;
      }
      last = times;
    } else if (JOINERS.has(token.form) && at > from && joins(tokens[at + 1], last, small)) {
    } else break;
  }
  while (at > from && (tokens[at - 1]?.text === '-' || JOINERS.has(tokens[at - 1]?.form ?? ''))) at -= 1;
  if (at === from) return null;
  return { value: total + group, from, to: at, inWords: true };
}

const isNumberWord = (
  token: Token | undefined,
  small: ReadonlyMap<string, number>,
  scale: ReadonlyMap<string, number>,
): boolean => token !== undefined && (small.has(token.form) || scale.has(token.form));

/** "twenty" + "five", "hundred" + "five", "soixante" + "douze", "vingt" + "deux"; not "two" + "three". */
function continues(group: number, last: number, unit: number, lang: Language): boolean {
  if (last >= 100) return true;
  if (lang === 'fr' && last === 4 && unit === 20) return true;
  if (lang === 'fr' && (group % 100 === 60 || group % 100 === 80)) return unit < 20;
  if (lang === 'fr' && last === 10 && unit >= 7 && unit <= 9) return true;
  return last >= 20 && last < 100 && unit < 10;
}

const joins = (next: Token | undefined, last: number, small: ReadonlyMap<string, number>): boolean =>
  next !== undefined && next.kind === 'word' && small.has(next.form) && last >= 20;

/** What "half" is of: "48 hours and half of the price" are 48 hours. */
const HALF_OF = new Set(['of', 'the', 'a', 'an', 'your', 'our', 'my', 'its', 'their']);

/** "and a half", "et demi" behind a number: one past its last token, or null. */
export function halfAfter(tokens: readonly Token[], at: number): number | null {
  if (!JOINERS.has(tokens[at]?.form ?? '')) return null;
  const half = tokens[at + 1]?.form === 'a' ? at + 2 : at + 1;
  if (tokens[half]?.form === 'half' && HALF_OF.has(tokens[half + 1]?.form ?? '')) return null;
  return ['half', 'demi', 'demie'].includes(tokens[half]?.form ?? '') ? half + 1 : null;
}

/** The number that begins at `from`, in digits or words, with a following "thousand" or "million"; null when none does. */
export function readNumber(tokens: readonly Token[], from: number, lang: Language): NumberSpan | null {
  const whole = readWhole(tokens, from, lang);
  const half = whole === null ? null : halfAfter(tokens, whole.to);
  return whole === null || half === null ? whole : { ...whole, value: whole.value + 0.5, to: half };
}

function readWhole(tokens: readonly Token[], from: number, lang: Language): NumberSpan | null {
  const token = tokens[from];
  if (token === undefined || token.used) return null;
  if (token.kind === 'number' && token.value !== null) {
    const next = tokens[from + 1];
    const times =
      next?.kind === 'word' ? (next.form === 'k' ? 1000 : numberWords(lang).scale.get(next.form)) : undefined;
    if (times !== undefined && times >= 1000)
      return { value: token.value * times, from, to: from + 2, inWords: false };
    return { value: token.value, from, to: from + 1, inWords: false };
  }
  return token.kind === 'word' ? wordNumber(tokens, from, lang) : null;
}
