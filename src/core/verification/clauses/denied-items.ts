import type { Reading } from '../../../schema/index.js';
import type { AlignedPassage } from '../matching/alignment.js';
import { type Clause, clausesOf, keysBetween, SAYING } from './clause.js';
import { NO_STAND } from './stand.js';

/** Says no of what follows: "We do not carry:", "Not covered:", "Ne sont jamais remboursés :". */
const DENIES =
  /(?<!\p{L})(?:not|never|cannot|no longer|exclud\p{L}+|exclusions?|prohibited|forbidden|banned|pas|jamais|exclue?s?|interdite?s?|non (?:couvert|compri|inclu|remboursé|pri)\p{L}*)(?!\p{L})|n['’]t(?!\p{L})/iu;
/** Sets a condition, a case or an exception, or only numbers the items: what is denied is not each of them. */
const OF_A_CASE =
  /(?<!\p{L})(?:if|when|where|unless|except|only|until|before|after|provided|more than|less than|both|all of|any of|si|lorsque?|quand|sauf|seulement|uniquement|avant|après|plus de|moins de|l['’]un\p{L}*)(?!\p{L})/iu;

/** "Not covered" says of each item what "covered" would be said of. */
const TURNED: Readonly<Record<string, readonly string[]>> = {
  'act.exclude': ['act.cover', 'act.include'],
  'act.refuse': ['act.accept'],
};

/** "Old furniture is dismantled": a sentence of its own, where "damage that is caused by …" is none. */
const IS_SENTENCE =
  /^\W*(?:(?!(?:that|which|who|where|when|if|qui|dont|où|si)(?!\p{L}))\p{L}[\p{L}'’-]*\s+){1,5}(?:is|are|will be|can be|may be|est|sont|peut|peuvent)\s/iu;

const cache = new WeakMap<Reading, readonly Clause[]>();
const NONE: readonly Clause[] = [];

/** An item of a list whose lead-in denies it, as a clause that says so; none for other passages. */
export const deniedItems = ({ passage, reading }: AlignedPassage): readonly Clause[] => {
  const leadIn = passage.lead_in;
  if (passage.row !== null || leadIn === null || !DENIES.test(leadIn) || OF_A_CASE.test(leadIn)) return NONE;
  const known = cache.get(reading);
  if (known !== undefined) return known;
  const found = read(reading, passage.text, leadIn);
  cache.set(reading, found);
  return found;
};

/** Where the part of a lead-in that denies ends: "Not covered, under either plan:" denies whatever the plan. */
const saidUntil = (leadIn: string): number => {
  const denied = DENIES.exec(leadIn)?.index ?? 0;
  const comma = leadIn.indexOf(',', denied);
  return comma < 0 ? leadIn.length : comma;
};

const read = (reading: Reading, text: string, leadIn: string): readonly Clause[] => {
  const clauses = clausesOf(reading, text);
  const item = clauses.find(({ statement }) => statement.start_char >= leadIn.length);
  if (item === undefined) return NONE;
  const lead = clauses.filter(({ statement }) => statement.end_char <= leadIn.length);
  // "Who does not pay: … Hire cars and taxis pay.": a sentence that says of its own what the label denies, or what holds.
  const words = text.slice(item.statement.start_char, item.statement.end_char);
  if (
    lead.some(({ statement }) => statement.acts.some((act) => item.statement.acts.includes(act))) ||
    IS_SENTENCE.test(words)
  )
    return clauses.filter(({ statement }) => statement.start_char >= leadIn.length);
  const said = [...keysBetween(reading, 0, saidUntil(leadIn))];
  const topic = new Set([...said.filter((key) => !SAYING.has(key)), ...item.topic]);
  return [
    {
      limits: item.limits,
      listed: item.listed,
      subject: item.subject,
      numbers: item.numbers,
      is_dated: item.is_dated,
      is_without: item.is_without,
      is_only: item.is_only,
      statement: {
        ...item.statement,
        negated: true,
        acts: [...new Set(lead.flatMap(({ statement }) => statement.acts))],
        start_char: lead[0]?.statement.start_char ?? item.statement.start_char,
      },
      topic,
      told: topic,
      all: new Set([...topic, ...item.all, ...said, ...said.flatMap((key) => TURNED[key] ?? [])]),
      stand: { ...NO_STAND, open: -1 },
      denying: new Set(lead.flatMap(({ denying }) => [...denying])),
      ruled: lead.flatMap(({ ruled }) => ruled),
      item: item.topic,
    },
  ];
};
