import type { Language } from '../../schema/index.js';
import { familyOf, isContentConcept, numberWords } from '../lexicon/index.js';
import { setComparator } from './comparators.js';
import { keyOf } from './concepts.js';
import { readDate, readTime } from './dates.js';
import { readNumber } from './numbers.js';
import { newDraft, type QuantityDraft } from './quantity-draft.js';
import type { Token } from './tokenise.js';
import { baseValue, CURRENCIES, DOLLAR_PREFIXES, UNITS, type UnitMeaning } from './units.js';

const DASHES = new Set(['-', '–', '—']);
const RANGE_WORDS = new Set(['to', 'a', 'au', 'and', 'et', 'or', 'ou', 'through', 'jusque', 'x', '×', 'by']);
const ARTICLES = new Set(['a', 'an', 'un', 'une', 'one']);
const ARTICLE_CUES = new Set(
  'valable valables valide valides valid in for of than dans pendant de d en sous pour apres avant after before within about every last lasts least most to until only just full'.split(
    ' ',
  ),
);
const PERSON_AGE = new Set([
  'person.child',
  'person.infant',
  'person.teenager',
  'person.adult',
  'person.minor',
  'person.senior',
]);
const AGE_WORDS = new Set('aged age ages age agee ages agees old older younger plus under over'.split(' '));
const REFERENCE_WORDS = new Set(
  'section article clause step chapter page part paragraph annex appendix schedule gate room flight route line zone terminal row version phase option level tier item question no number etape chapitre alinea annexe porte chambre vol ligne zone quai rangee niveau palier numero n vehicle order bus ticket reference account case form formulaire figure table tableau point'.split(
    ' ',
  ),
);
/** Between a number and its unit of time: "four additional days", "un seul jour". */
const MORE_OF_TIME = new Set(
  'additional extra further more full whole complete consecutive straight paid seul seule seuls seules'.split(
    ' ',
  ),
);
const HALF = new Set(['half', 'demi', 'demie', 'moitie']);

interface Reader {
  readonly tokens: readonly Token[];
  readonly lang: Language;
  readonly drafts: QuantityDraft[];
}

function unitAt(tokens: readonly Token[], at: number): { meaning: UnitMeaning; to: number } | null {
  const token = tokens[DASHES.has(tokens[at]?.text ?? '') ? at + 1 : at];
  const meaning = token?.concept === null || token === undefined ? undefined : UNITS[token.concept];
  if (token === undefined || meaning === undefined) return null;
  return { meaning, to: token.phraseEnd };
}

/** The unit of time behind "additional" and its like. */
function unitBehindMore(tokens: readonly Token[], at: number): { meaning: UnitMeaning; to: number } | null {
  if (!MORE_OF_TIME.has(tokens[at]?.form ?? '')) return null;
  const unit = unitAt(tokens, at + 1);
  return unit?.meaning.kind === 'duration' ? unit : null;
}

/** Currency next to a number: "CAD 35", "US$ 35", "35 $", "35 CAD", "20 euros". */
function currencyBefore(tokens: readonly Token[], from: number): { unit: string; from: number } | null {
  const token = tokens[from - 1];
  if (token === undefined) return null;
  const unit = CURRENCIES[token.form];
  if (unit === undefined) return null;
  const prefix = unit === 'money' ? DOLLAR_PREFIXES[tokens[from - 2]?.form ?? ''] : undefined;
  return prefix !== undefined && !token.spaced ? { unit: prefix, from: from - 2 } : { unit, from: from - 1 };
}

function currencyAfter(tokens: readonly Token[], to: number): { unit: string; to: number } | null {
  const token = tokens[to];
  const unit = token === undefined ? undefined : CURRENCIES[token.form];
  if (unit === undefined) return null;
  const next = tokens[to + 1];
  const prefix =
    unit === 'money' && next !== undefined && !next.spaced ? DOLLAR_PREFIXES[next.form] : undefined;
  const code = unit === 'money' && next !== undefined ? CURRENCIES[next.form] : undefined;
  if (code !== undefined && code !== 'money') return { unit: code, to: to + 2 };
  return prefix === undefined ? { unit, to: to + 1 } : { unit: prefix, to: to + 2 };
}

/** "Section 7", "7." at the start of an item, "flight 482", "#12": numbers that name and do not measure. */
function isReference(tokens: readonly Token[], from: number, to: number): boolean {
  const before = tokens[from - 1];
  const after = tokens[to];
  if (before?.text === '#' || before?.text === '§' || before?.text === '№' || before?.text === '°')
    return true;
  if (after?.text === ':' && before?.kind === 'word' && from + 1 === to) return true;
  if (before !== undefined && REFERENCE_WORDS.has(before.form) && before.kind === 'word') {
    return before.concept === null || familyOf(before.concept) !== 'cmp';
  }
  if (from > 0 && !(before?.kind === 'punct' && before.text === '\n')) return false;
  const marker = after?.text === '.' || after?.text === ')';
  return marker && tokens[to + 1]?.spaced === true && tokens[from]?.kind === 'number';
}

function measured(fields: { meaning: UnitMeaning; value: number; from: number; to: number }): QuantityDraft {
  const { meaning, from, to } = fields;
  const value = Number((fields.value * meaning.factor).toFixed(6));
  return newDraft({
    kind: meaning.kind,
    value,
    unit: meaning.unit,
    base: baseValue(meaning, value),
    from,
    to,
  });
}

/** "8 to 11", "6-12", "entre 3 et 6", "2 or 3": the second number behind the first; null when there is none. */
function secondNumber(reader: Reader, to: number): { value: number; to: number; joiner: string } | null {
  const { tokens, lang } = reader;
  const joiner = tokens[to];
  if (joiner === undefined) return null;
  if (!DASHES.has(joiner.text) && !RANGE_WORDS.has(joiner.form)) return null;
  let at = to + 1;
  if (CURRENCIES[tokens[at]?.form ?? ''] !== undefined) at += 1;
  const second = readNumber(tokens, at, lang);
  if (second === null) return null;
  return { value: second.value, to: second.to, joiner: joiner.form };
}

function isRangeJoiner(tokens: readonly Token[], from: number, joiner: string): boolean {
  if (joiner === 'and' || joiner === 'et') {
    return (
      ['between', 'entre'].includes(tokens[from - 1]?.form ?? '') ||
      ['between', 'entre'].includes(tokens[from - 2]?.form ?? '')
    );
  }
  if (joiner === 'or' || joiner === 'ou') return currencyBefore(tokens, from) === null;
  return joiner !== 'x' && joiner !== '×' && joiner !== 'by';
}

/** "$510 - $408 = $102", "$918 - $408": a range goes up, and says nothing of what it comes to. */
const isSubtraction = (
  tokens: readonly Token[],
  value: number,
  second: { value: number; to: number; joiner: string },
): boolean => DASHES.has(second.joiner) && (value > second.value || tokens[second.to]?.text === '=');

function ageCue(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = Math.max(0, from - 4); i < Math.min(tokens.length, to + 3); i += 1) {
    const token = tokens[i];
    if (token === undefined || (i >= from && i < to)) continue;
    if (token.concept !== null && PERSON_AGE.has(token.concept)) return true;
    if (
      token.concept === 'age.age' ||
      ['aged', 'age', 'agee', 'ages', 'agees', 'old', 'older', 'younger', 'born'].includes(token.form)
    )
      return true;
  }
  return false;
}

const NAMED_TIMES = new Set(['noon', 'midday', 'midnight', 'midi', 'minuit']);

/** True for words that can begin a quantity: the rest of the reading is spared for all others. */
function opensQuantity(token: Token, lang: Language): boolean {
  const { small, scale, month } = numberWords(lang);
  const { form } = token;
  return (
    small.has(form) ||
    scale.has(form) ||
    month.has(form) ||
    ARTICLES.has(form) ||
    HALF.has(form) ||
    form === 'quarter' ||
    NAMED_TIMES.has(form)
  );
}

/** Reads the quantity whose number begins at `at`; the index behind it, or null when there is none. */
function readAt(reader: Reader, at: number): number | null {
  const { tokens, lang } = reader;
  const token = tokens[at];
  if (token === undefined || token.used || token.kind === 'punct') return null;
  if (token.kind === 'word' && !opensQuantity(token, lang)) return null;
  const dated = readDate(tokens, at, lang) ?? readTime(tokens, at, lang);
  if (dated !== null) return finish(reader, dated);
  if (token.kind !== 'number' && token.kind !== 'word') return null;
  if (HALF.has(token.form)) return readHalf(reader, at);
  const article = readArticle(reader, at);
  if (article !== null) return finish(reader, article);
  const number = readNumber(tokens, at, lang);
  if (number === null || isReference(tokens, number.from, number.to)) return null;
  if (number.inWords && ARTICLES.has(token.form) && number.to === at + 1 && !isCountedOne(tokens, at))
    return null;
  return readMeasured(reader, number.from, number.to, number.value);
}

/** "one bag", "une seule pièce": a number; "this one", "one of", "un bagage": a pronoun or an article. */
function isCountedOne(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (next === undefined || next.kind === 'punct') return false;
  if (token?.form !== 'one') return ['seul', 'seule'].includes(next.form);
  if (['this', 'that', 'which', 'no', 'the', 'any', 'each', 'every'].includes(tokens[at - 1]?.form ?? ''))
    return false;
  return next.concept === null || isContentConcept(next.concept) || /^(?:unit|per)\./.test(next.concept);
}

/** "a week", "une semaine": one unit, where a preposition or comparator says that it measures. */
function readArticle(reader: Reader, at: number): QuantityDraft | null {
  const { tokens } = reader;
  const token = tokens[at];
  if (token === undefined || !ARTICLES.has(token.form) || token.form === 'one') return null;
  const unit = unitAt(tokens, at + 1);
  if (unit === null || unit.meaning.kind !== 'duration') return null;
  const before = tokens[at - 1];
  const after = tokens[unit.to];
  // "in a calendar year" says how often, not how long.
  if (before?.form === 'in' && tokens[at + 1]?.form === 'calendar') return null;
  const half = halfBehind(tokens, unit.to);
  const cued =
    half !== null ||
    (before !== undefined &&
      (ARTICLE_CUES.has(before.form) || /^(?:cmp|rel)\./.test(before.concept ?? ''))) ||
    /^(?:cmp|rel)\./.test(after?.concept ?? '');
  if (!cued) return null;
  return measured({ meaning: unit.meaning, value: half === null ? 1 : 1.5, from: at, to: half ?? unit.to });
}

/** The place behind "and a half", "et demie"; null where neither stands at `from`. */
function halfBehind(tokens: readonly Token[], from: number): number | null {
  if (!['and', 'et'].includes(tokens[from]?.form ?? '')) return null;
  const at = tokens[from + 1]?.form === 'a' ? from + 2 : from + 1;
  return HALF.has(tokens[at]?.form ?? '') ? at + 1 : null;
}

/** "half an hour", "une demi-heure": half a unit; "half", "la moitié" alone: 50 percent. */
function readHalf(reader: Reader, at: number): number | null {
  const { tokens } = reader;
  const skip = ARTICLES.has(tokens[at + 1]?.form ?? '') ? at + 2 : at + 1;
  const unit = unitAt(tokens, skip);
  if (unit !== null && unit.meaning.kind !== 'percent') {
    return finish(reader, measured({ meaning: unit.meaning, value: 0.5, from: at, to: unit.to }));
  }
  if (tokens[at]?.form === 'demi' || tokens[at]?.form === 'demie') return null;
  return finish(
    reader,
    newDraft({ kind: 'percent', value: 50, unit: 'percent', base: 50, from: at, to: at + 1 }),
  );
}

function withMax(draft: QuantityDraft, max: number, base: number | null): QuantityDraft {
  return { ...draft, comparator: 'between', max, baseMax: base };
}

function readMeasured(reader: Reader, from: number, numberTo: number, value: number): number {
  const { tokens } = reader;
  const second = secondNumber(reader, numberTo);
  const isRange =
    second !== null && isRangeJoiner(tokens, from, second.joiner) && !isSubtraction(tokens, value, second);
  const to = isRange ? second.to : numberTo;
  const before = currencyBefore(tokens, from);
  const after = currencyAfter(tokens, to);
  if (before !== null || after !== null) {
    const known =
      [before?.unit, after?.unit].find((unit) => unit !== undefined && unit !== 'money') ?? 'money';
    const draft = newDraft({
      kind: 'money',
      value,
      unit: known,
      base: value,
      from: before?.from ?? from,
      to: after?.to ?? to,
    });
    return finish(reader, isRange ? withMax(draft, second.value, second.value) : draft);
  }
  const unit =
    unitAt(tokens, to) ??
    unitBehindMore(tokens, to) ??
    (second !== null && !isRange ? unitOfList(reader, second.to) : null);
  if (unit !== null) {
    const unitTo = unit.to > to + 2 && !isRange && second !== null ? numberTo : unit.to;
    let { meaning } = unit;
    if (meaning.unit === 'year' && meaning.kind === 'duration' && ageCue(tokens, from, unitTo)) {
      meaning = { kind: 'age', unit: 'year', factor: 1, base: 1 };
    }
    const half = isRange || meaning.kind !== 'duration' ? null : halfBehind(tokens, unitTo);
    const draft = measured({ meaning, value: half === null ? value : value + 0.5, from, to: half ?? unitTo });
    if (!isRange) return finish(reader, draft);
    const max = Number((second.value * meaning.factor).toFixed(6));
    return finish(reader, withMax(draft, max, baseValue(meaning, max)));
  }
  return readCount(reader, { from, to, value, max: isRange ? second.value : null });
}

/** "55 x 40 x 23 cm", "24 and 48 hours": the unit stands behind the last number of the list. */
function unitOfList(reader: Reader, to: number): { meaning: UnitMeaning; to: number } | null {
  const direct = unitAt(reader.tokens, to);
  if (direct !== null) return direct;
  const next = secondNumber(reader, to);
  return next === null ? null : unitAt(reader.tokens, next.to);
}

function readCount(
  reader: Reader,
  number: { from: number; to: number; value: number; max: number | null },
): number {
  const { tokens } = reader;
  const isAge = ageOnly(tokens, number.from, number.to);
  const head = isAge ? null : countedNoun(reader, number.to, number.value);
  const kind = isAge ? 'age' : 'count';
  const unit = isAge ? 'year' : (head?.key ?? 'number');
  const draft = newDraft({
    kind,
    value: number.value,
    unit,
    base: number.value,
    from: number.from,
    to: number.to,
  });
  return finish(reader, number.max === null ? draft : withMax(draft, number.max, number.max));
}

/** "children under 12", "aged 8 to 11", "under-18s": a bare number that is an age. */
function ageOnly(tokens: readonly Token[], from: number, to: number): boolean {
  const before = tokens[from - 1];
  if (before === undefined) return false;
  if (['aged', 'age', 'ages', 'agee', 'agees'].includes(before.form)) return true;
  const next = tokens[to];
  if (
    next !== undefined &&
    next.kind === 'word' &&
    !/^(?:s|and|et|or|ou|to|a|are|is|may|can|must|travel|fly|not|who|without|with|on|in|free|pay)$/.test(
      next.form,
    )
  )
    return false;
  for (let i = from - 1; i >= Math.max(0, from - 5); i -= 1) {
    const token = tokens[i];
    if (token === undefined || (token.kind === 'punct' && token.text !== '-')) return false;
    if (token.concept === 'age.age' || token.concept?.startsWith('person.') === true) return true;
    if (
      token.concept?.startsWith('cmp.') !== true &&
      !AGE_WORDS.has(token.form) &&
      token.form !== 'between' &&
      token.form !== 'entre'
    )
      return false;
  }
  return tokens[to]?.form === 's' || tokens[to - 1]?.text.endsWith('s') === true;
}

/** The noun counted: in English the first plural of the words that follow, in French the first of them. */
function countedNoun(reader: Reader, to: number, value: number): { key: string } | null {
  const { tokens, lang } = reader;
  const run: Token[] = [];
  for (let i = to; i < tokens.length && run.length < 3; i += 1) {
    const token = tokens[i];
    if (token === undefined) break;
    if (token.text === '-') continue;
    if (token.kind !== 'word' && token.kind !== 'code') break;
    if (token.concept !== null && !isContentConcept(token.concept)) {
      if (
        run.length === 0 &&
        ['of', 'de', 'd', 'more', 'other', 'autres', 'such', 'seul', 'seule'].includes(token.form)
      )
        continue;
      break;
    }
    run.push(token);
  }
  const plural =
    lang === 'en' && value !== 1
      ? run.find((token) => token.form.endsWith('s') && !token.form.endsWith('ss'))
      : undefined;
  const head = plural ?? (lang === 'en' && value === 1 ? run[0] : run[0]);
  return head === undefined ? null : { key: keyOf(head) };
}

const NOT_PER = new Set(['channel', 'payment', 'document', 'act', 'rel', 'cmp', 'neg']);

/** "per passenger", "a month", "/kg", "la nuit", "each": what the number is counted for. */
function setPer(reader: Reader, draft: QuantityDraft): void {
  const { tokens } = reader;
  const marker = tokens[draft.to];
  if (marker === undefined) return;
  const articled =
    ['money', 'percent', 'points', 'count'].includes(draft.kind) &&
    ['a', 'an', 'le', 'la', 'the'].includes(marker.form) &&
    marker.kind === 'word';
  const isPer = marker.concept === 'per.each' || marker.text === '/' || articled;
  if (!isPer) return;
  const at = marker.concept === 'per.each' ? marker.phraseEnd : draft.to + 1;
  let target = tokens[at];
  if (target !== undefined && ['le', 'la', 'l', 'the', 'a'].includes(target.form)) target = tokens[at + 1];
  if (target === undefined || target.kind !== 'word') {
    if (marker.concept === 'per.each') draft.per = 'each';
    return;
  }
  const family = target.concept === null ? '' : familyOf(target.concept);
  if (articled && marker.concept !== 'per.each' && family !== 'unit' && family !== 'time') return;
  if (NOT_PER.has(family) && !articled && marker.form === 'par') return;
  if (target.concept !== null && !isContentConcept(target.concept) && family !== 'unit') {
    draft.per = 'each';
    return;
  }
  draft.per = keyOf(target);
  draft.outerTo = Math.max(draft.outerTo, target.phraseEnd);
}

function finish(reader: Reader, draft: QuantityDraft): number {
  const { tokens, drafts } = reader;
  setComparator(tokens, draft);
  setPer(reader, draft);
  drafts.push(draft);
  for (let i = draft.from; i < draft.to; i += 1) {
    const token = tokens[i];
    if (token !== undefined) token.used = true;
  }
  return draft.to;
}

/** Joins "2 days to 3 weeks", "CAD 20 to CAD 40", "from 9:00 to 17:00" into one range. */
function joinRanges(reader: Reader): QuantityDraft[] {
  const { tokens } = reader;
  const joined: QuantityDraft[] = [];
  for (const draft of reader.drafts) {
    const last = joined.at(-1);
    const between = last === undefined ? undefined : tokens[last.to];
    const adjacent =
      last !== undefined &&
      draft.from === last.to + 1 &&
      last.kind === draft.kind &&
      last.max === null &&
      draft.max === null;
    const isAnd = between?.form === 'and' || between?.form === 'et';
    const opens = ['between', 'entre'].includes(tokens[(last?.from ?? 0) - 1]?.form ?? '');
    const isTo =
      between !== undefined &&
      (DASHES.has(between.text) || ['to', 'a', 'au', 'until'].includes(between.form));
    if (
      adjacent &&
      draft.kind !== 'count' &&
      (isTo || (isAnd && opens)) &&
      (last.base ?? 0) <= (draft.base ?? 0)
    ) {
      const sameUnit = last.unit === draft.unit || draft.unit === 'money' || last.unit === 'money';
      joined[joined.length - 1] = {
        ...last,
        comparator: 'between',
        max: sameUnit ? draft.value : draft.value,
        baseMax: draft.base,
        to: draft.to,
        outerTo: Math.max(draft.outerTo, draft.to),
        per: draft.per ?? last.per,
      };
      continue;
    }
    joined.push(draft);
  }
  return joined;
}

/** "14 days to answer … within 30": a bare deadline takes the unit of the duration before it. */
function lendUnit(before: QuantityDraft | undefined, draft: QuantityDraft, tokens: readonly Token[]): void {
  if (draft.kind !== 'count' || draft.unit !== 'number' || before?.kind !== 'duration' || before.value === 0)
    return;
  if (tokens[draft.outerFrom]?.concept !== 'cmp.within') return;
  const factor = before.base === null ? null : before.base / before.value;
  draft.kind = 'duration';
  draft.unit = before.unit;
  draft.base = factor === null ? null : draft.value * factor;
}

/** All quantities of a token list, in order; their number and unit tokens are marked as used. */
export function readQuantities(tokens: readonly Token[], lang: Language): QuantityDraft[] {
  const reader: Reader = { tokens, lang, drafts: [] };
  let at = 0;
  while (at < tokens.length) at = readAt(reader, at) ?? at + 1;
  const joined = joinRanges(reader);
  joined.forEach((draft, index) => {
    if (index > 0) lendUnit(joined[index - 1], draft, tokens);
  });
  return joined;
}
