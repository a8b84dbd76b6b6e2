import { z } from 'zod';
import { Language } from './claim.js';

/** Kinds of quantity. `count` is a bare number bound to a noun ("two bags"); `points` any loyalty unit. */
export const QuantityKind = z.enum([
  'money',
  'percent',
  'duration',
  'time_of_day',
  'date',
  'weight',
  'length',
  'age',
  'points',
  'count',
]);
export type QuantityKind = z.infer<typeof QuantityKind>;

/** How the number bounds the thing: "within 14 days" is `at_most`, "over 23 kg" `more_than`, "8 to 11" `between`. */
export const Comparator = z.enum([
  'equal',
  'at_most',
  'at_least',
  'more_than',
  'less_than',
  'between',
  'about',
]);
export type Comparator = z.infer<typeof Comparator>;

/** A number with its role. Spans are offsets in the read text (UTF-16, half-open). */
export const Quantity = z.object({
  kind: QuantityKind,
  comparator: Comparator,
  /** In `unit`; lower bound of `between`. Dates: days since 1970-01-01; times of day: minutes since midnight. */
  value: z.number(),
  /** Upper bound of `between`, else null. */
  value_max: z.number().nullable(),
  /** Canonical: ISO 4217 code (or "money" when only a bare "$" or "€"-less amount is given), "percent", "minute", "hour", "day", "business_day", "week", "month", "year", "kg", "cm", "points", "date", "time"; for a count the concept or stem of its noun. */
  unit: z.string(),
  /** Comparable across units of the same kind (hours for durations, kg, cm); null where units do not convert (months to days convert at 30). */
  base_value: z.number().nullable(),
  base_value_max: z.number().nullable(),
  /** Concepts or stems of the nouns that the number belongs to ("chats 24 months": chat), nearest first. */
  nouns: z.array(z.string()),
  /** "per passenger", "a month": concept or stem after "per", else null. */
  per: z.string().nullable(),
  text: z.string(),
  start_char: z.int().nonnegative(),
  end_char: z.int().nonnegative(),
});
export type Quantity = z.infer<typeof Quantity>;

export const Modality = z.enum(['allowed', 'forbidden', 'required', 'not_required', 'stated']);
export type Modality = z.infer<typeof Modality>;

/** "at least 2 hours before departure", "after travel", "within 30 days of delivery". */
export const TimeRelation = z.object({
  relation: z.enum(['before', 'after', 'within_before', 'within_after', 'until', 'from', 'during']),
  /** Concept of the event: "event.departure"; null when none is named. */
  event: z.string().nullable(),
  /** Index into `quantities`, or null. */
  quantity: z.int().nonnegative().nullable(),
  start_char: z.int().nonnegative(),
  end_char: z.int().nonnegative(),
});
export type TimeRelation = z.infer<typeof TimeRelation>;

/** One clause: what is said of which act or thing, and how. Offsets in the read text. */
export const Statement = z.object({
  modality: Modality,
  /** True for a negated main verb or a negative wording ("no refund", "sans frais" is fee.free and not negation). */
  negated: z.boolean(),
  /** Act concepts of the clause ("act.refund"), main one first. */
  acts: z.array(z.string()),
  /** Other content concepts or stems of the clause. */
  objects: z.array(z.string()),
  /** Clause kinds: the main statement, or one introduced by if/when/provided (condition), unless/except (exception), because (cause). */
  role: z.enum(['main', 'condition', 'exception', 'cause']),
  start_char: z.int().nonnegative(),
  end_char: z.int().nonnegative(),
});
export type Statement = z.infer<typeof Statement>;

export const ReadToken = z.object({
  text: z.string(),
  start_char: z.int().nonnegative(),
  end_char: z.int().nonnegative(),
  /** Lower case without diacritics, stemmed in the text's language. */
  stem: z.string(),
  /** Concept shared by synonyms of both languages ("act.refund", "person.child"), or null. */
  concept: z.string().nullable(),
  /** False for function words and words listed as neutral. */
  is_content: z.boolean(),
});
export type ReadToken = z.infer<typeof ReadToken>;

/** What the reader understood of a sentence, list item, row or claim. */
export const Reading = z.object({
  lang: Language,
  tokens: z.array(ReadToken),
  /** Distinct keys of content tokens: the concept where there is one, else the stem. Comparable across languages by concept. */
  keys: z.array(z.string()),
  quantities: z.array(Quantity),
  statements: z.array(Statement),
  times: z.array(TimeRelation),
  /** "all", "only", "any", "none", "up_to", … as concept names "quantifier.only". */
  quantifiers: z.array(z.string()),
  /** Proper names, codes, forms: as written, without sentence-initial common words. */
  names: z.array(z.string()),
  /** Phone numbers (digits only), e-mail addresses, URLs and domains (lower case). */
  contacts: z.array(z.object({ kind: z.enum(['phone', 'email', 'url']), value: z.string() })),
});
export type Reading = z.infer<typeof Reading>;
