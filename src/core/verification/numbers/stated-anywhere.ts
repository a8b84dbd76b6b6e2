import type { Quantity, QuantityKind } from '../../../schema/index.js';
import { type KnowledgeIndex, quantityKeys, readingLanguage } from '../../retrieval/index.js';

/** Kinds of which the number alone tells much: small counts and periods stand somewhere in every knowledge base. */
const TELLING: ReadonlySet<QuantityKind> = new Set([
  'money',
  'percent',
  'weight',
  'length',
  'age',
  'points',
] as const);

/** A number that stands in a row without its unit, which the heading has, tells something from here on. */
const BARE_MIN = 10;

/** A count tells something from here on. */
const COUNT_MIN = 100;

const headings = new WeakMap<KnowledgeIndex, ReadonlyMap<string, readonly number[]>>();

/** The passages under headings that have a number ("Repairs above €300"), by its key; kept as long as the index is. */
const headingsOf = (index: KnowledgeIndex): ReadonlyMap<string, readonly number[]> => {
  const known = headings.get(index) ?? readHeadings(index);
  headings.set(index, known);
  return known;
};

const readHeadings = ({ snapshot, read }: KnowledgeIndex): Map<string, number[]> => {
  const byText = new Map<string, readonly string[]>();
  const keysOf = (text: string, lang: string): readonly string[] => {
    const keys =
      byText.get(text) ??
      read(text, readingLanguage(lang)).quantities.flatMap((quantity) => quantityKeys(quantity).amounts);
    byText.set(text, keys);
    return keys;
  };
  const byKey = new Map<string, number[]>();
  snapshot.passages.forEach(({ heading_path, lang }, ordinal) => {
    for (const heading of heading_path)
      if (/\d/.test(heading))
        for (const key of keysOf(heading, lang)) {
          const passages = byKey.get(key);
          if (passages === undefined) byKey.set(key, [ordinal]);
          else passages.push(ordinal);
        }
  });
  return byKey;
};

/** Reads the headings of an index, so that no answer waits for it. */
export const prepareStated = (index: KnowledgeIndex): void => {
  headingsOf(index);
};

/** Whether any passage or table row in force has a number, of whatever it is there the number. */
export type StatedAnywhere = (quantity: Quantity) => boolean;

/** Looks numbers up in all that is in force on a day, not only in the evidence of one claim: a row may have been found by no word. */
export const statedAnywhere = (
  index: KnowledgeIndex,
  asOf: string,
  withhold?: (passageQuote: string) => boolean,
): StatedAnywhere => {
  const { ordinals } = index.lexical;
  const counts = (ordinal: number, isRow: boolean): boolean => {
    const passage = index.snapshot.passages[ordinal];
    return (
      passage !== undefined &&
      index.inForceAt(asOf)[ordinal] === 1 &&
      !(isRow && passage.row === null) &&
      withhold?.(passage.quote) !== true
    );
  };
  const stands = (key: string, isRow: boolean): boolean => {
    const { from, to } = index.lexical.postings(key) ?? { from: 0, to: 0 };
    for (let at = from; at < to; at += 1) if (counts(ordinals[at] ?? 0, isRow)) return true;
    return (
      headingsOf(index)
        .get(key)
        ?.some((ordinal) => counts(ordinal, isRow)) === true
    );
  };
  return (quantity) => {
    const { kind, value, value_max } = quantity;
    if (!TELLING.has(kind) && !(kind === 'count' && value >= COUNT_MIN)) return false;
    const isBare = (number: number): boolean => number >= BARE_MIN && stands(`#count=${number}`, true);
    return (
      quantityKeys(quantity).amounts.every((key) => stands(key, false)) ||
      [value, value_max ?? value].every(isBare)
    );
  };
};
