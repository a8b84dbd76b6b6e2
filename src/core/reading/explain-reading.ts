import type { Comparator, Language, Modality, Quantity, Reading, Statement } from '../../schema/index.js';
import { conceptName } from '../lexicon/index.js';

/** One clause as the reader understood it, in words. */
export interface ExplainedStatement {
  role: Statement['role'];
  modality: Modality;
  negated: boolean;
  acts: string[];
  about: string[];
  /** "within 14 days after delivery", as written and as read. */
  times: { text: string; relation: string; event: string | null }[];
  quantities: { text: string; comparator: Comparator; of: string[]; per: string | null }[];
}

/** What the checks understood of a passage or claim. */
export interface ExplainedReading {
  statements: ExplainedStatement[];
  quantifiers: string[];
  names: string[];
  contacts: string[];
}

/** A reading in the words of the lexicon of `lang`, so that people can see whether it is what the text means. */
export function explainReading(reading: Reading, text: string, lang: Language): ExplainedReading {
  const name = (key: string): string => conceptName(key, lang);
  return {
    statements: reading.statements.map((statement) => explainStatement(statement, reading, text, name)),
    quantifiers: reading.quantifiers.map(name),
    names: reading.names,
    contacts: reading.contacts.map(({ value }) => value),
  };
}

function explainStatement(
  statement: Statement,
  reading: Reading,
  text: string,
  name: (key: string) => string,
): ExplainedStatement {
  const isWithin = (span: { start_char: number }): boolean =>
    span.start_char >= statement.start_char && span.start_char < statement.end_char;
  const explainQuantity = ({ text: written, comparator, nouns, per }: Quantity) => ({
    text: written,
    comparator,
    of: nouns.map(name),
    per: per === null ? null : name(per),
  });
  return {
    role: statement.role,
    modality: statement.modality,
    negated: statement.negated,
    acts: statement.acts.map(name),
    about: statement.objects.map(name),
    times: reading.times.filter(isWithin).map(({ relation, event, start_char, end_char }) => ({
      text: text.slice(start_char, end_char),
      relation,
      event: event === null ? null : name(event),
    })),
    quantities: reading.quantities.filter(isWithin).map(explainQuantity),
  };
}
