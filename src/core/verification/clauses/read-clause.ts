import type { Reading, Statement } from '../../../schema/index.js';
import { listedThings } from './listed-things.js';
import { denyingKeys, NO_STAND, type Stand, standOf, tokensOf } from './stand.js';

/** What a main clause is said to depend on, or what is left out of it. */
export interface Limit {
  role: 'condition' | 'exception';
  keys: ReadonlySet<string>;
  statement: Statement;
}

/** A main clause with what limits it. */
export interface Clause {
  statement: Statement;
  /** Keys of what it speaks of, without the words that only say whether it holds ("accepted", "available"). */
  topic: ReadonlySet<string>;
  stand: Stand;
  /** Keys of words that deny by themselves ("forfeited", "void"). */
  denying: ReadonlySet<string>;
  /** Keys of the acts that it says something of: behind a modal the first one, or the word that stands for it. */
  ruled: readonly string[];
  limits: readonly Limit[];
  /** Keys of each of the things that it says the same of: "plants, animals or cash". */
  listed: readonly ReadonlySet<string>[];
  /** Keys of a list's item of which the lead-in is said; null where the clause stands by itself. */
  item: ReadonlySet<string> | null;
  /** Keys of the clause before it whose subject it shares ("… and cannot be returned"); empty with one of its own. */
  subject: ReadonlySet<string>;
  /** The topic with the subject; and every key of the clause, its subject and its limits. */
  told: ReadonlySet<string>;
  all: ReadonlySet<string>;
  /** Numbers as written, of the clause and its conditions. */
  numbers: readonly string[];
  /** It names an event or date before, after or by which it holds, or holds from now on. */
  is_dated: boolean;
  /** "Without": what it denies is a part of it. */
  is_without: boolean;
  /** "Only": what it says of one thing it denies of others. */
  is_only: boolean;
}

/** Words that say whether something holds and not of what. */
export const SAYING: ReadonlySet<string> = new Set([
  'act.accept',
  'act.refuse',
  'act.exclude',
  'act.include',
  'act.allow',
  'act.offer',
  'act.provide',
  'act.give',
  'act.receive',
  'act.apply_rule',
  'act.use',
  'act.do',
  'act.guarantee',
  'act.ensure',
  'act.consider',
  'quality.available',
  'quality.unavailable',
  'quality.valid',
  'quality.invalid',
  'quality.eligible',
  'person.customer',
  'restrict.without',
  'restrict.with',
]);

/** The acts of a clause without those that only say whether it holds. */
const ruledBy = (reading: Reading, statement: Statement): readonly string[] => {
  const acts = statement.acts.filter((act) => !SAYING.has(act));
  if (statement.modality === 'stated') return acts;
  const [main] = acts;
  if (main !== undefined) return [main];
  const tokens = tokensOf(reading, statement);
  const modal = tokens.findIndex(({ concept }) => concept?.startsWith('modal.') === true);
  const next = modal < 0 ? undefined : tokens.slice(modal + 1).find(({ is_content }) => is_content);
  const key = next?.concept ?? next?.stem;
  return key === undefined || SAYING.has(key) ? [] : [key];
};

/** What holds from some time on: before that the contrary did. */
const FROM_NOW_ON =
  /(?<!\p{L})(?:no longer|no further|any ?more|any longer|(?:ne\s|n['’])\p{L}+ plus(?= (?:être|\p{L}+[ée]e?s?|\p{L}+er|\p{L}+ir|\p{L}+re|possibles?)(?!\p{L})))(?!\p{L})/iu;

/** The keys of all sets; the first itself where the others have none. */
const joined = (first: ReadonlySet<string>, others: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  others.every(({ size }) => size === 0) ? first : new Set([first, ...others].flatMap((keys) => [...keys]));

/** What a clause is read from. */
interface ClauseParts {
  reading: Reading;
  text: string;
  statement: Statement;
  /** Its own keys, with what it leaves out. */
  keys: ReadonlySet<string>;
  /** The act that it leaves out. */
  elided: string | null;
  limits: readonly Limit[];
  subject: ReadonlySet<string>;
  /** It leaves out what it says yes or no to, and no act before it tells. */
  isUnsaid: boolean;
}

/** A clause of a text. Most are only asked what they speak of: what takes longer to read is read when it is asked for. */
export class ReadClause implements Clause {
  readonly statement: Statement;
  readonly topic: ReadonlySet<string>;
  readonly limits: readonly Limit[];
  readonly item = null;
  readonly subject: ReadonlySet<string>;
  readonly told: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
  readonly #parts: ClauseParts;
  #stand: Stand | null = null;
  #denying: ReadonlySet<string> | null = null;
  #ruled: readonly string[] | null = null;
  #listed: readonly ReadonlySet<string>[] | null = null;
  #numbers: readonly string[] | null = null;
  #isDated: boolean | null = null;

  constructor(parts: ClauseParts) {
    const { statement, keys, limits, subject } = parts;
    const said = new Set([...keys].filter((key) => !SAYING.has(key)));
    this.statement = statement;
    this.topic = said.size > 0 ? said : keys;
    this.limits = limits;
    this.subject = subject;
    this.told = joined(this.topic, [subject]);
    this.all = joined(keys, [subject, ...limits.map((limit) => limit.keys)]);
    this.#parts = parts;
  }

  get stand(): Stand {
    const { isUnsaid, reading, statement, text } = this.#parts;
    this.#stand ??= isUnsaid ? NO_STAND : standOf(reading, statement, text);
    return this.#stand;
  }

  get denying(): ReadonlySet<string> {
    this.#denying ??= denyingKeys(tokensOf(this.#parts.reading, this.statement));
    return this.#denying;
  }

  get ruled(): readonly string[] {
    const { elided, reading } = this.#parts;
    this.#ruled ??=
      elided === null ? ruledBy(reading, this.statement) : [elided].filter((act) => !SAYING.has(act));
    return this.#ruled;
  }

  get listed(): readonly ReadonlySet<string>[] {
    this.#listed ??= listedThings(this.#parts.reading, this.statement, this.#parts.text);
    return this.#listed;
  }

  get numbers(): readonly string[] {
    const { text } = this.#parts;
    this.#numbers ??= [this.statement, ...this.limits.map((limit) => limit.statement)].flatMap(
      ({ start_char, end_char }) => text.slice(start_char, end_char).match(/\d+/g) ?? [],
    );
    return this.#numbers;
  }

  get is_dated(): boolean {
    const { reading, text } = this.#parts;
    const { start_char, end_char } = this.statement;
    this.#isDated ??=
      FROM_NOW_ON.test(text.slice(start_char, end_char)) ||
      reading.times.some(
        (time) =>
          (time.event !== null || time.quantity !== null) &&
          time.start_char >= start_char &&
          time.start_char < end_char,
      );
    return this.#isDated;
  }

  get is_without(): boolean {
    return this.#holds('restrict.without');
  }

  get is_only(): boolean {
    return this.#holds('quantifier.only');
  }

  #holds(word: string): boolean {
    const { start_char, end_char } = this.statement;
    return this.#parts.reading.tokens.some(
      (token) => token.concept === word && token.start_char >= start_char && token.end_char <= end_char,
    );
  }
}
