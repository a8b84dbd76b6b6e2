import type { Language } from '../../schema/index.js';
import {
  isContentConcept,
  lexiconOf,
  longestMatch,
  numberWords,
  type PhraseMatch,
} from '../lexicon/index.js';
import { markMoneyBack } from './money-back.js';
import type { Token } from './tokenise.js';
import type { Vocabulary } from './vocabulary.js';

const startsUpper = (text: string): boolean => {
  const first = text.charAt(0);
  return first !== first.toLowerCase();
};

/** "30 days of delivery": behind a number a unit is a unit, also where a longer phrase begins with it ("day of delivery"). */
function unitAfterNumber(tokens: readonly Token[], at: number, lang: Language): PhraseMatch | null {
  const before = tokens[at - 1];
  if (before === undefined || (before.kind !== 'number' && !numberWords(lang).small.has(before.form)))
    return null;
  const { root } = lexiconOf(lang);
  const unit = longestMatch(root, tokens, at, at + 1);
  if (unit === null || !unit.concept.startsWith('unit.')) return null;
  const longer = longestMatch(root, tokens, at, tokens.length);
  return longer?.concept.startsWith('unit.') === true ? longer : unit;
}

/** The operator's term wins where it is longer; at equal length a plan name such as "Basic" needs its capital. */
function prefersOwn(
  own: PhraseMatch,
  common: PhraseMatch | null,
  token: Token,
  before: Token | undefined,
): boolean {
  if (common === null || own.length > common.length) return true;
  if (own.length < common.length) return false;
  return !own.concept.startsWith('slot:') || (startsUpper(token.text) && before !== undefined);
}

/**
 * Gives each token the concept of the longest phrase that it stands in. The operator's own terms come first where they
 * are longer than the lexicon's phrase, written with a capital, or unknown to the lexicon.
 */
export function markConcepts(tokens: Token[], lang: Language, vocabulary: Vocabulary): void {
  const { root } = lexiconOf(lang);
  const own = vocabulary.trees[lang];
  const ordinals = numberWords(lang).ordinal;
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === 'ordinal' && token.value !== null) token.concept = `ordinal.${token.value}`;
    const common = unitAfterNumber(tokens, at, lang) ?? longestMatch(root, tokens, at, tokens.length);
    const special = longestMatch(own, tokens, at, tokens.length);
    const best = special !== null && prefersOwn(special, common, token, tokens[at - 1]) ? special : common;
    const length = best?.length ?? 1;
    for (let i = at; i < at + length; i += 1) {
      const part = tokens[i];
      if (part === undefined) continue;
      if (best !== null) part.concept = best.concept;
      part.phraseStart = at;
      part.phraseEnd = at + length;
    }
    const rank = best === null && token.kind === 'word' ? ordinals.get(token.form) : undefined;
    if (rank !== undefined) token.concept = `ordinal.${rank}`;
    at += length;
  }
  if (lang === 'fr') markFrenchPairs(tokens);
  else
    for (let i = 0; i < tokens.length; i += 1) {
      unmarkMonth(tokens, i);
      unmarkFreeOf(tokens, i);
      unmarkFault(tokens, i);
      unmarkPermit(tokens, i);
      markAskedFor(tokens, i);
    }
  markMoneyBack(tokens, lang);
}

const WHO_APPLIES = new Set('you i they please then just first must should cannot can may could'.split(' '));
/** How, when or where somebody applies; of a rule, "to" or "if" follows. */
const HOW_APPLIED = new Set(
  'when before after afterwards later within by once online here at in through via for again now directly'.split(
    ' ',
  ),
);

/** "Apply when you're back", "you apply within a week": of a person or as an order it asks for something. */
function markAskedFor(tokens: readonly Token[], at: number): void {
  const token = tokens[at];
  if (token?.form !== 'apply' || token.concept !== 'act.apply_rule') return;
  if (token.phraseEnd - token.phraseStart !== 1) return;
  const [before, next] = [tokens[at - 1], tokens[at + 1]];
  const isOrder = before === undefined || before.kind === 'punct';
  const isSecond =
    before?.form === 'and' && tokens.slice(0, at).some(({ form }) => form === 'just' || form === 'please');
  const isTold = isOrder || isSecond || WHO_APPLIES.has(before.form);
  if (isTold && (next === undefined || next.kind === 'punct' || HOW_APPLIED.has(next.form)))
    token.concept = 'act.apply';
}

const BEFORE_VERB = new Set(
  'we it they he she you i which that who rules not to will does do did'.split(' '),
);

/** "The permit is valid", "a 6-month permit": a paper, and no permission unless something permits. */
function unmarkPermit(tokens: readonly Token[], at: number): void {
  const token = tokens[at];
  if (token?.concept !== 'modal.may' || (token.form !== 'permit' && token.form !== 'permits')) return;
  if (token.phraseEnd - token.phraseStart !== 1) return;
  const before = tokens[at - 1];
  const isVerb =
    BEFORE_VERB.has(before?.form ?? '') ||
    before?.concept?.startsWith('modal.') === true ||
    /^(?:doc|thing)\./.test(before?.concept ?? '');
  if (!isVerb) token.concept = null;
}

/** "Free of traces", "free of duties": without them, and no price. "Free of charge" is a phrase of its own. */
function unmarkFreeOf(tokens: readonly Token[], at: number): void {
  const token = tokens[at];
  if (token?.form !== 'free' || token.phraseEnd - token.phraseStart !== 1) return;
  if (tokens[at + 1]?.form === 'of') token.concept = null;
}

/** What a rule holds for, or when: behind it "does not work" says "does not apply". */
const HOLDS_FOR = new Set('on with for together alongside outside after before until during'.split(' '));

/** "The code doesn't work on a bundle": it does not apply there, and nothing is broken. */
function unmarkFault(tokens: readonly Token[], at: number): void {
  const [not, work] = [tokens[at], tokens[at + 1]];
  if (not?.form !== 'not' || not.concept !== 'event.fault' || work?.phraseEnd !== at + 2) return;
  if (!HOLDS_FOR.has(tokens[at + 2]?.form ?? '')) return;
  not.concept = 'neg.not';
  not.phraseEnd = at + 1;
  work.concept = 'act.apply_rule';
  work.phraseStart = at + 1;
}

const BEFORE_MONTH = new Set(
  'in of from since until till by before after during through to early late mid next last every each'.split(
    ' ',
  ),
);

/** "From 12 May", "in May", "May 2027": the month and no permission. */
function unmarkMonth(tokens: readonly Token[], at: number): void {
  const token = tokens[at];
  if (token?.text !== 'May') return;
  const [before, next] = [tokens[at - 1], tokens[at + 1]];
  const isDated = [before, next].some((near) => near?.kind === 'number' || near?.kind === 'ordinal');
  if (isDated || BEFORE_MONTH.has(before?.form ?? '')) token.concept = null;
}

/** French grammar over several words: "s'il" is "si", and "ne … que" is "only". */
function markFrenchPairs(tokens: readonly Token[]): void {
  let open = -1;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.form === 'se' && /^s['’]$/i.test(token.text) && /^ils?$/.test(tokens[at + 1]?.form ?? '')) {
      token.concept = 'conj.if';
    }
    // "voyager seul" is alone, "seul le titulaire" is only.
    if (/^seule?s?$/.test(token.form) && /^(?:act|event)\./.test(tokens[at - 1]?.concept ?? '')) {
      token.concept = 'quality.alone';
    }
    if (token.concept === 'neg.ne') open = at;
    else if (token.concept === 'neg.not' || token.concept === 'quantifier.none' || token.kind === 'punct')
      open = -1;
    else if (open >= 0 && token.form === 'plus' && token.phraseEnd - token.phraseStart === 1) open = -1;
    else if (
      open >= 0 &&
      at - open <= 8 &&
      token.form === 'que' &&
      token.phraseEnd - token.phraseStart === 1
    ) {
      token.concept = 'quantifier.only';
      open = -1;
    }
  }
}

/** True for tokens that carry meaning: known things and acts, and words that no list calls grammar or neutral. */
export function isContentToken(token: Token): boolean {
  if (token.used && token.kind !== 'word') return token.kind === 'code';
  if (token.concept !== null) return !token.used && isContentConcept(token.concept);
  return token.kind === 'code' || (token.kind === 'word' && !token.used && token.form.length > 1);
}

/** Concept where there is one, else the stem: what texts are compared by. */
export const keyOf = (token: Token): string => token.concept ?? token.stem;
