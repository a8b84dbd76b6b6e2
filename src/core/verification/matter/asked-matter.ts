import type { Language, Reading } from '../../../schema/index.js';
import type { IndexedPassage, KnowledgeIndex } from '../../retrieval/index.js';
import { contentKeys, type KnowledgeFacts } from '../knowledge-facts.js';
import { type Interval, isOfFamily, propositionsOf } from '../windows/index.js';
import { askedTimes } from './asked-times.js';
import { clausesHolding } from './clauses-holding.js';
import { isActOrTime, isRareIn } from './subjects.js';

/** What a customer asks about, with the clauses in force that may decide it. */
export interface AskedMatter {
  /** Keys of the things that the question names, without acts, times and words that stand everywhere. */
  things: ReadonlySet<string>;
  /** What is asked to be done. */
  acts: readonly string[];
  /** The times at which it is asked; empty where the question and the customer name none. */
  times: readonly Interval[];
  /** Sentences and items that hold a thing or act of the question, those that hold most of it first; no rows. */
  clauses: readonly IndexedPassage[];
}

/** Whether a passage, its headings or the terms of its title name a thing. */
export type Holds = (passage: IndexedPassage, key: string) => boolean;

export interface AskedInput {
  question: string;
  /** What the customer wrote, the question included. */
  premises: readonly string[];
  index: KnowledgeIndex;
  facts: KnowledgeFacts;
  as_of: string;
  lang: Language;
}

/** Clauses among which one is looked for that decides. */
const CLAUSES_MAX = 24;
/** Who asks and who answers, that it costs something, and what only counts are in many questions. */
const COMMON =
  /^(?:person\.(?:customer|staff|passenger)|fee\.(?:free|fee|price|amount)|unit\.|time\.|ordinal\.|quantifier\.|reason\.|thing\.)/;

interface Known {
  as_of: string;
  premises: string;
  matter: AskedMatter;
}

const cache = new WeakMap<Reading, Known>();

/** What is asked, worked out once for all claims of an answer. */
export const askedMatter = (input: AskedInput): AskedMatter => {
  const reading = input.index.read(input.question, input.lang);
  const premises = input.premises.join('\n');
  const known = cache.get(reading);
  if (known?.as_of === input.as_of && known.premises === premises) return known.matter;
  const matter = readMatter(input, reading);
  cache.set(reading, { as_of: input.as_of, premises, matter });
  return matter;
};

const readMatter = (input: AskedInput, reading: Reading): AskedMatter => {
  const { question, premises, index, facts, as_of, lang } = input;
  const isRare = isRareIn(index);
  const isThing = (key: string): boolean =>
    !isActOrTime(key) && !COMMON.test(key) && facts.knows(key) && isRare(key);
  const thingsIn = (read: Reading): string[] => {
    const names = namesIn(read);
    return [...contentKeys(read)].filter((key) => isThing(key) || (names.has(key) && isRare(key)));
  };
  const own = thingsIn(reading);
  const things = new Set(own.length > 0 ? own : premises.flatMap((text) => thingsIn(index.read(text, lang))));
  const acts = actsAsked(reading, question);
  return {
    things,
    acts,
    times: askedTimes(question, premises, index, lang),
    clauses: clausesHolding(
      [...things, ...acts.filter((act) => !isOfFamily(act) && isRare(act))],
      contentKeys(reading),
      { index, facts, as_of, limit: CLAUSES_MAX },
    ),
  };
};

/** Qualities written like names within a sentence: "a Steady payment" is one of a plan of that name. */
const namesIn = ({ tokens }: Reading): ReadonlySet<string> =>
  new Set(
    tokens.flatMap(({ text, concept, start_char }) =>
      start_char > 0 && concept?.startsWith('quality.') === true && /^\p{Lu}\p{Ll}/u.test(text)
        ? [concept]
        : [],
    ),
  );

/** The acts of what ends in a question mark; without one those of all that is said. */
const actsAsked = (reading: Reading, question: string): string[] => {
  const said = propositionsOf(reading, question);
  const asked = said.filter(({ statement }) => /^[^.!\n]*\?/.test(question.slice(statement.end_char - 1)));
  return [...new Set((asked.length > 0 ? asked : said).flatMap(({ acts }) => acts))];
};
