import type { Quantity, QuantityKind, Reading } from '../../../schema/index.js';
import { contentKeys } from '../knowledge-facts.js';
import { sameValue } from '../numbers/quantities.js';
import { caseFigures } from './case-figures.js';

/** A field of a tool result: `{"fare": {"economy": 121}}` says 121 under "fare", "economy". */
export interface CaseField {
  /** Keys of its own name, without words that every field could have ("status", "id"); where none is left, of the names around it. */
  named: ReadonlySet<string>;
  /** Keys of its name and of the names around it. */
  path: ReadonlySet<string>;
  /** Keys of a name that says what the record is: "order" of "order_id". */
  identifies: ReadonlySet<string>;
  /** Its own name, as sent; fields of one name are added up. */
  name: string;
  value: string;
  /** Keys of what it says. */
  keys: ReadonlySet<string>;
  /** A bare number has no unit: what it measures is for the claim to say. */
  number: number | null;
  quantities: readonly Quantity[];
  /** Null for a bare number. */
  reading: Reading | null;
  /** "No", "false", nothing: what its name says is not so, or is not known. */
  denies: boolean;
}

/** One thing of the customer's case: an object with what holds of all that lies in it, or a line of text. */
export interface CaseRecord {
  fields: readonly CaseField[];
  /** A line of text says what it says: its words are no names of fields. */
  is_text: boolean;
}

/** One tool result. */
export interface CaseResult {
  /** Content keys and stems: codes and names are compared by these. */
  keys: ReadonlySet<string>;
  /** It says that what was asked of the tool was not done. */
  failed: boolean;
}

/** What tools told of the customer's own case. It never proves a rule. */
export interface CaseFacts {
  results: readonly CaseResult[];
  records: readonly CaseRecord[];
  /** Those of all results. */
  keys: ReadonlySet<string>;
  contacts: ReadonlySet<string>;
  /** What sums may start from. */
  figures: readonly Quantity[];
  /** Whether some field has this number, or a day of the month or the first and last day of the days that it names. */
  states(quantity: Quantity): boolean;
  /** Whether it is a sum, a difference or, by one of `counts`, a multiple of amounts of fields of one name, one of two amounts of money of one record, or the hours between two of its times. */
  addsUpTo(quantity: Quantity, counts: readonly number[]): boolean;
}

const FIELDS_MAX = 1_000;
const LINES_MAX = 200;
const VALUE_CHARS_MAX = 2_000;
const DEPTH_MAX = 8;
/** Fields of one name that are added up, two by two. */
const ADDED_MAX = 40;
const CENT = 0.005;
/** Records, and times of each, between which sums and spans are looked for. */
const RECORDS_MAX = 100;
const TIMES_MAX = 12;

const BARE: ReadonlySet<QuantityKind> = new Set([
  'money',
  'percent',
  'points',
  'count',
  'weight',
  'length',
  'age',
  'duration',
]);
const ADDED: ReadonlySet<QuantityKind> = new Set(['money', 'points', 'count']);

/** Words of field names that say nothing of what the value is. */
const FORMAL =
  /(?<!\p{L})(?:id|ids|number|no|nr|ref|reference|code|name|status|state|type|value|details?|info|data|results?|est|utc|at|is|has|scheduled|current)(?!\p{L})/giu;
const IDENTIFYING = /(?:^|[_ -])(?:id|number|no|nr|ref|reference|code)$/i;

const DENIES = /^(?:no|non|none|aucune?|false|faux|null|n\/?a|nil|0|not \p{L}+|)$/iu;

/** "Error: no such order", "not permitted". */
const FAILED_TEXT =
  /^\s*(?:\w+ )?(?:error|erreur|failed|refused|denied)(?!\p{L})|(?<!\p{L})not (?:allowed|permitted|possible)(?!\p{L})/iu;
/** Fields of a result that say whether it was done, and values that say that it was not. */
const DONE_FIELD = /^(?:success|succes|succès|ok|done)$/iu;
const OUTCOME_FIELD = /^(?:status|result|outcome|statut|resultat|résultat)$/iu;
const FAILED_OUTCOME =
  /^(?:error|failed|failure|refused|denied|rejected|declined|not_\w+|refus\w*|échec|echec|erreur|rejet\w*)$/iu;

/** Whether a result says that what was asked was not done: a line of text, or the object's own fields; what lies in them is of other things. */
const saysFailed = (text: string, whole: unknown): boolean => {
  if (whole === undefined) return FAILED_TEXT.test(text);
  if (Array.isArray(whole) || whole === null || typeof whole !== 'object') return false;
  return Object.entries(whole).some(
    ([name, value]) =>
      (DONE_FIELD.test(name) && value === false) ||
      (OUTCOME_FIELD.test(name) && typeof value === 'string' && FAILED_OUTCOME.test(value)) ||
      (/^(?:error|erreur)$/i.test(name) && (typeof value === 'object' ? value !== null : Boolean(value))),
  );
};

/** Reads tool results, JSON or lines of text, once an answer; bounded by counted work. `read` reads text into typed values. */
export const readCaseFacts = (texts: readonly string[], read: (text: string) => Reading): CaseFacts => {
  const reader = new ResultReader(read);
  const results = texts.map((text) => reader.result(text));
  return factsOf(results, reader);
};

/** A number of a line of text without a unit: "price 412.50". */
export const isBareCount = ({ kind, unit }: Quantity): boolean => kind === 'count' && unit === 'number';

const NONE: ReadonlySet<string> = new Set();

export const NO_CASE_FACTS: CaseFacts = {
  results: [],
  records: [],
  keys: new Set(),
  contacts: new Set(),
  figures: [],
  states: () => false,
  addsUpTo: () => false,
};

const factsOf = (results: readonly CaseResult[], reader: ResultReader): CaseFacts => {
  if (results.length === 0) return NO_CASE_FACTS;
  const { all, records, contacts } = reader;
  const quantities = all.flatMap((field) => field.quantities);
  const numbers = [
    ...all.flatMap(({ number }) => (number === null ? [] : [number])),
    ...quantities.filter(isBareCount).map(({ value }) => value),
  ];
  const moneyOf = records
    .slice(0, RECORDS_MAX)
    .map(({ fields }) => caseFigures(fields).flatMap(({ kind, value }) => (kind === 'money' ? [value] : [])));
  const lasts = [...new Set(records.slice(0, RECORDS_MAX).flatMap(timesBetween))];
  const byName = new Map<string, number[]>();
  for (const { name, number } of all)
    if (number !== null && number !== 0) byName.set(name, [...(byName.get(name) ?? []), number]);
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) < CENT;
  return {
    results,
    records,
    keys: new Set(results.flatMap(({ keys }) => [...keys])),
    contacts,
    figures: caseFigures(all),
    states: (quantity) =>
      quantities.some((other) => sameValue(quantity, other) || isDayWithin(other, quantity)) ||
      isToldByEnds(quantity, quantities) ||
      (BARE.has(quantity.kind) && numbers.some((number) => isNear(number, quantity.value))),
    addsUpTo: (quantity, counts) => {
      const { kind, value, base_value } = quantity;
      if (kind === 'duration')
        return isPlain(quantity) && lasts.some((hours) => isNear(hours, base_value ?? 0));
      if (!ADDED.has(kind)) return false;
      const isResult = (amount: number): boolean => isNear(amount, value);
      return (
        [...byName.values()].some((amounts) => isSumOf(amounts, counts, isResult)) ||
        (kind === 'money' && isPlain(quantity) && moneyOf.some((amounts) => isSumOf(amounts, [], isResult)))
      );
    },
  };
};

/** Whether amounts, or all of them, add up to a result or differ by it, or two of them by one of `counts`; quadratic in 40 amounts. */
const isSumOf = (
  amounts: readonly number[],
  counts: readonly number[],
  isResult: (amount: number) => boolean,
): boolean => {
  const some = amounts.slice(0, ADDED_MAX);
  const factors = [1, ...counts.filter((count) => count > 1)];
  return (
    (some.length > 1 && isResult(some.reduce((sum, amount) => sum + amount, 0))) ||
    some.some((a, i) =>
      factors.some(
        (factor) =>
          isResult(a * factor) ||
          some.slice(i + 1).some((b) => isResult((a + b) * factor) || isResult(Math.abs(a - b) * factor)),
      ),
    )
  );
};

/** A limit is a rule's, whatever a record's numbers make. */
const isPlain = ({ comparator }: Quantity): boolean => comparator === 'equal' || comparator === 'about';

/** "In March 2025" is told by the 14th of it. */
const isDayWithin = (day: Quantity, span: Quantity): boolean =>
  day.kind === 'date' &&
  span.kind === 'date' &&
  day.unit === 'date' &&
  span.unit === 'date' &&
  day.value_max === null &&
  span.value_max !== null &&
  day.value >= span.value &&
  day.value <= span.value_max;

/** "14 to 16 October" is told by its first and its last day. */
const isToldByEnds = (span: Quantity, told: readonly Quantity[]): boolean =>
  span.kind === 'date' &&
  span.unit === 'month_day' &&
  span.value_max !== null &&
  [span.value, span.value_max].every((value) =>
    told.some((day) => sameValue({ ...span, value, value_max: null }, day)),
  );

/** Hours between two times of day that one thing has: due at 7:00 and there at 9:40 is 2 h 40. */
const timesBetween = ({ fields }: CaseRecord): number[] => {
  const times = fields
    .flatMap(({ quantities }) => quantities)
    .filter(({ kind, value_max }) => kind === 'time_of_day' && value_max === null)
    .slice(0, TIMES_MAX)
    .map(({ value }) => value);
  return times.flatMap((a, i) => times.slice(i + 1).map((b) => Math.abs(a - b) / 60));
};

class ResultReader {
  readonly all: CaseField[] = [];
  readonly records: CaseRecord[] = [];
  readonly contacts = new Set<string>();
  readonly #names = new Map<string, ReadonlySet<string>>();

  readonly read: (text: string) => Reading;

  constructor(read: (text: string) => Reading) {
    this.read = read;
  }

  result(text: string): CaseResult {
    const from = this.all.length;
    const whole = parsedJson(text);
    if (whole !== undefined) this.#value(whole, new Set(), [], 0);
    else
      for (const line of text.split(/\n+/).slice(0, LINES_MAX)) {
        const parsed = parsedJson(line);
        if (parsed !== undefined) this.#value(parsed, new Set(), [], 0);
        else if (line.trim() !== '') this.#line(line);
      }
    const keys = new Set<string>();
    for (const field of this.all.slice(from)) {
      for (const key of field.path) keys.add(key);
      for (const key of field.keys) keys.add(key);
      for (const token of field.reading?.tokens ?? []) keys.add(token.stem);
    }
    return { keys, failed: saysFailed(text, whole) };
  }

  /** Reads a value under `path`; gives the fields of an object to the object around it. */
  #value(
    value: unknown,
    path: ReadonlySet<string>,
    inherited: readonly CaseField[],
    depth: number,
  ): CaseField[] {
    if (depth > DEPTH_MAX || this.all.length >= FIELDS_MAX) return [];
    if (Array.isArray(value)) {
      for (const item of value) {
        if (isScalar(item)) this.#record([...inherited, ...this.#field('', item, path)]);
        else this.#value(item, path, inherited, depth + 1);
      }
      return [];
    }
    if (isScalar(value)) {
      const fields = this.#field('', value, path);
      this.#record([...inherited, ...fields]);
      return fields;
    }
    const own: CaseField[] = [];
    const entries = Object.entries(value as Record<string, unknown>);
    for (const [name, item] of entries) if (isScalar(item)) own.push(...this.#field(name, item, path));
    const around = [...inherited, ...own];
    const nested: CaseField[] = [];
    for (const [name, item] of entries)
      if (!isScalar(item))
        nested.push(...this.#value(item, new Set([...path, ...this.#keysOf(name)]), around, depth + 1));
    this.#record([...around, ...nested]);
    return [...own, ...nested];
  }

  #record(fields: readonly CaseField[]): void {
    if (fields.length > 0) this.records.push({ fields, is_text: false });
  }

  /** Keys of a field's name: "departure_time", "departureTime". */
  #keysOf(name: string): ReadonlySet<string> {
    let keys = this.#names.get(name);
    if (keys === undefined) {
      const words = name.replace(/[_-]+/g, ' ').replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
      keys = contentKeys(this.read(words.replace(FORMAL, ' ')));
      this.#names.set(name, keys);
    }
    return keys;
  }

  #field(name: string, value: string | number | boolean | null, path: ReadonlySet<string>): CaseField[] {
    if (this.all.length >= FIELDS_MAX) return [];
    const own = this.#keysOf(name);
    const text = value === null ? '' : String(value).slice(0, VALUE_CHARS_MAX);
    const bare = /^-?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : null;
    const reading = bare === null ? this.read(plainTimes(text).replaceAll('_', ' ')) : null;
    for (const contact of reading?.contacts ?? []) this.contacts.add(contact.value);
    const field: CaseField = {
      named: own.size > 0 ? own : path,
      path: new Set([...path, ...own]),
      identifies: IDENTIFYING.test(name) ? own : NONE,
      name,
      value: text,
      keys: reading === null ? NONE : contentKeys(reading),
      number: bare,
      quantities: reading?.quantities ?? [],
      reading,
      denies: DENIES.test(text.trim()),
    };
    this.all.push(field);
    return [field];
  }

  #line(line: string): void {
    const [field] = this.#field('', line, new Set());
    if (field !== undefined) this.records.push({ fields: [field], is_text: true });
  }
}

const isScalar = (value: unknown): value is string | number | boolean | null =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

const parsedJson = (text: string): unknown => {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Moments as machines write them: "2024-05-20T15:00:00Z", "06:00:00+1". */
const plainTimes = (text: string): string =>
  text
    .replace(/(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/g, '$1 $2')
    .replace(/(?<!\d)(\d{2}:\d{2}):\d{2}(?:\.\d+)?(?:Z|\+\d{1,2}(?::?\d{2})?|-\d{2}:?\d{2})?(?!\d)/g, '$1');
