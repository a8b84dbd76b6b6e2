import type { Passage, Reading, Statement } from '../../schema/index.js';

/**
 * Whether a reading holds at least one complete statement: a clause that says what is done, allowed or asked *of
 * something*, or a number or contact that is bound to what it is the number or contact of.
 */
export function isCompleteReading(reading: Reading): boolean {
  return (
    reading.statements.some((statement) => isCompleteClause(statement, reading)) ||
    reading.quantities.some(({ nouns }) => nouns.length > 0) ||
    (reading.contacts.length > 0 && reading.keys.length > 0)
  );
}

/** The same of a passage: a table row is complete when it has a key cell and a value. */
export function isCompletePassage(passage: Passage, reading: Reading): boolean {
  if (passage.row === null) return isCompleteReading(reading);
  const { cells } = passage.row;
  const hasKey = cells.some((cell) => cell.is_key);
  return hasKey && cells.some((cell) => !cell.is_key && cell.value.trim() !== '');
}

function isCompleteClause(statement: Statement, reading: Reading): boolean {
  if (statement.role !== 'main') return false;
  const isWithin = (span: { start_char: number }): boolean =>
    span.start_char >= statement.start_char && span.start_char < statement.end_char;
  const says = statement.acts.length > 0 || statement.modality !== 'stated' || statement.negated;
  const about =
    statement.objects.length > 0 ||
    statement.acts.length > 1 ||
    reading.quantities.some(isWithin) ||
    reading.times.some(isWithin);
  return (says && about) || statement.objects.length > 1;
}
