import type { Quantity, Reading, ReadToken } from '../../../schema/index.js';
import { startsWithNumber } from '../../lexicon/index.js';
import { bearingOf, comparable, isBound } from './quantities.js';

/** What tells a number of a sentence from the other numbers of the same measure in it. */
export interface ValueZone {
  /** Keys of the part of the sentence that belongs to this number alone; empty where it stands alone. */
  keys: ReadonlySet<string>;
  /** The other numbers of the sentence that measure the same thing. */
  rivals: readonly Quantity[];
  /** The first number of a list, "NOK 50" of "Bicycles: NOK 50, NOK 70 in July": it holds where no other case is named. */
  is_default: boolean;
}

const ALONE: ValueZone = { keys: new Set(), rivals: [], is_default: false };
const cache = new WeakMap<Reading, ReadonlyMap<Quantity, ValueZone>>();

/**
 * Divides a sentence that lists numbers of one measure into the part of each: "USD 300 for groups A to D, USD 600 for
 * groups E and H". Words before the first number are its own only where nothing but a separator follows it ("extra cheese
 * USD 0.80, extra bacon USD 1.50"); else they hold of every number. Without `text` gaps between words stand for commas.
 */
export const zonesOf = (reading: Reading, text: string | null = null): ReadonlyMap<Quantity, ValueZone> => {
  const known = cache.get(reading);
  if (known) return known;
  const source = text ?? gapsOf(reading.tokens);
  const zones = new Map<Quantity, ValueZone>();
  for (const quantity of reading.quantities) {
    if (zones.has(quantity)) continue;
    const line = sentenceAround(source, quantity);
    const group = reading.quantities.filter(
      (other) =>
        line.from <= other.start_char &&
        other.start_char < line.to &&
        comparable(quantity, other) &&
        isListedWith(quantity, other, source),
    );
    if (group.length < 2) zones.set(quantity, ALONE);
    else divide(reading, source, group, line, zones);
  }
  cache.set(reading, zones);
  return zones;
};

/** A cap beside a rate ("USD 10 a day, up to USD 60") and counts of other nouns are no list. */
const isListedWith = (a: Quantity, b: Quantity, text: string): boolean => {
  if (a.kind === 'duration') return true;
  if (a.kind === 'count' && a.unit !== b.unit) return false;
  if (isBound(a) !== isBound(b) && !isBoundForBoth(a, b, text)) return false;
  if ((a.per === null) !== (b.per === null) && (isBound(a) || !isCase(a, b, text))) return false;
  return a === b || ['rival', 'outside'].includes(bearingOf(a, b));
};

/** "Up to 17 kg (Day), 31 kg (Night) or 45 kg (Both)": the bound before the first holds of the others. */
const isBoundForBoth = (a: Quantity, b: Quantity, text: string): boolean => {
  const [first, second] = a.start_char < b.start_char ? [a, b] : [b, a];
  return (
    isBound(first) && !isBound(second) && COORDINATED.test(text.slice(first.end_char, second.start_char))
  );
};

const COORDINATED = /(?:[,;]|\s(?:and|or|et|ou))\s*$/iu;

const ADDED =
  /(?<!\p{L})(?:plus|and|then|et|puis|more|further|additional|extra|supplémentaires?)(?!\p{L})|\+/iu;

/** "NOK 50 per crossing, NOK 70 in July": the second holds in another case, it does not come on top. */
const isCase = (a: Quantity, b: Quantity, text: string): boolean => {
  const [first, second] = a.start_char < b.start_char ? [a, b] : [b, a];
  const between = text.slice(first.end_char, second.start_char);
  return /[,;(]/.test(between) && !ADDED.test(between);
};

const LETTER = /^[A-Z]$/;
const LETTER_RANGE = /^(?:to|à|through)$/;

/** Words that choose among numbers: content words, working days, and letters ("groups A to D" names B too). */
export const tellingKeys = (tokens: readonly ReadToken[]): Set<string> => {
  const keys = new Set<string>();
  tokens.forEach((token, i) => {
    if (LETTER.test(token.text) && token.start_char > 0) {
      const [joiner, last] = [tokens[i + 1]?.text ?? '', tokens[i + 2]?.text ?? ''];
      const end = LETTER_RANGE.test(joiner) && LETTER.test(last) ? last : token.text;
      for (let code = token.text.charCodeAt(0); code <= end.charCodeAt(0); code++)
        keys.add(`letter.${String.fromCharCode(code)}`);
    } else if (token.concept === 'unit.business_day') keys.add(token.concept);
    else if (token.is_content && !startsWithNumber(token.stem)) keys.add(token.concept ?? token.stem);
  });
  return keys;
};

interface Span {
  from: number;
  to: number;
}

const gapsOf = (tokens: readonly ReadToken[]): string => {
  let text = '';
  for (const token of tokens) {
    const gap = token.start_char - text.length;
    if (gap > 0) text += gap === 1 ? ' ' : `,${' '.repeat(gap - 1)}`;
    text += token.text.slice(Math.max(0, -gap));
  }
  return text;
};

const STOP = /[.!?](?=\s|$)|\n/g;

const sentenceAround = (text: string, quantity: Quantity): Span => {
  let from = 0;
  for (const stop of text.matchAll(STOP)) {
    if (stop.index < quantity.start_char) from = stop.index + 1;
    else if (stop.index >= quantity.end_char) return { from, to: stop.index };
  }
  return { from, to: text.length };
};

/** Each number stands in a clause with a verb of its own: "entry is 60 minutes before closing, and the pools are cleared 30". */
const inOwnClauses = ({ statements }: Reading, first: Quantity, next: Quantity | undefined): boolean => {
  const clauseOf = (quantity: Quantity | undefined): Reading['statements'][number] | undefined =>
    statements.find(
      ({ start_char, end_char }) =>
        quantity !== undefined && start_char <= quantity.start_char && quantity.start_char < end_char,
    );
  const [own, other] = [clauseOf(first), clauseOf(next)];
  return own !== undefined && other !== undefined && own !== other && own.end_char <= other.start_char + 1;
};

const divide = (
  reading: Reading,
  text: string,
  group: readonly Quantity[],
  line: Span,
  zones: Map<Quantity, ValueZone>,
): void => {
  const { tokens } = reading;
  const keysIn = (from: number, to: number): Set<string> =>
    tellingKeys(
      tokens.filter(
        (token) =>
          token.start_char >= from && token.end_char <= to && !group.some((item) => isPartOf(token, item)),
      ),
    );
  const cuts = group
    .slice(1)
    .map((next, i) => separatorBetween(text, group[i]?.end_char ?? 0, next.start_char));
  const [first] = group;
  const [firstCut] = cuts;
  if (first === undefined || firstCut === undefined) return;
  const isLabelled = text[firstCut] === '(' || text.slice(line.from, first.start_char).includes(':');
  const hasOwnVerb = inOwnClauses(reading, first, group[1]);
  const isNamedAhead = !isLabelled && !hasOwnVerb && areNamedAhead(tokens, group, cuts, line);
  const leads =
    !isLabelled && (hasOwnVerb || isNamedAhead || text.slice(first.end_char, firstCut).trim() === '');
  const keys = group.map((quantity, i) => {
    const from = i === 0 ? (leads ? line.from : quantity.start_char) : (cuts[i - 1] ?? quantity.start_char);
    return keysIn(from, isNamedAhead ? quantity.start_char : (cuts[i] ?? line.to));
  });
  if (leads && !hasOwnVerb && keys[0] !== undefined) keys[0] = withoutActs(keys[0]);
  const own = keys.map(
    (of, i) => new Set([...of].filter((key) => !keys.some((other, j) => j !== i && other.has(key)))),
  );
  const [ofFirst] = own;
  if (isLabelled && ofFirst !== undefined) own[0] = withoutBasis(ofFirst, first);
  const hasDefault = isLabelled && own.slice(1).every((of) => of.size > 0);
  group.forEach((quantity, i) => {
    zones.set(quantity, {
      keys: own[i] ?? new Set(),
      rivals: group.filter((other) => other !== quantity),
      is_default: hasDefault && i === 0,
    });
  });
};

/** "Light is decided within 2 days of the last paper, Full within 5": each later number stands behind its own words, with none behind it. */
const areNamedAhead = (
  tokens: readonly ReadToken[],
  group: readonly Quantity[],
  cuts: readonly number[],
  line: Span,
): boolean => {
  const says = (from: number, to: number): boolean =>
    tellingKeys(tokens.filter(({ start_char, end_char }) => start_char >= from && end_char <= to)).size > 0;
  return group
    .slice(1)
    .every(
      ({ start_char, end_char }, i) =>
        says(cuts[i] ?? 0, start_char) && !says(end_char, cuts[i + 1] ?? line.to),
    );
};

/** "Per crossing" and "a day" of the first number of a labelled list hold of all of them. */
const withoutBasis = (keys: ReadonlySet<string>, { per }: Quantity): Set<string> =>
  new Set([...keys].filter((key) => key !== per && !/^(?:unit|time|per)\./.test(key)));

/** What a number is for each of tells it from others: "50 % le samedi". */
const isPartOf = (token: ReadToken, item: Quantity): boolean =>
  item.start_char <= token.start_char &&
  token.end_char <= item.end_char &&
  (item.per === null || (token.concept ?? token.stem) !== item.per);

/** The verb before the first number is understood for the others too: "a paddle costs CAD 30, a helmet CAD 55". */
const withoutActs = (keys: Set<string>): Set<string> => {
  const things = [...keys].filter((key) => !key.startsWith('act.'));
  return things.length === 0 ? keys : new Set(things);
};

const SEPARATORS: readonly RegExp[] = [
  /\((?=[^)]*$)/g,
  /;/g,
  /,(?!\d)/g,
  /\s(?:and|but|or|then|et|mais|ou|puis|whereas)(?=\s)/gi,
];

/** Where the part of one number ends: the last semicolon, else comma, else coordinator before the next number. */
const separatorBetween = (text: string, from: number, to: number): number => {
  const between = text.slice(from, to);
  for (const separator of SEPARATORS) {
    const found = [...between.matchAll(separator)].at(-1);
    if (found !== undefined) return from + found.index;
  }
  return to;
};
