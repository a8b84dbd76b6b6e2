import { GroundingError } from '../core/index.js';
import {
  type ExplainedReading,
  type ExplainedStatement,
  explainReading,
  isCompletePassage,
} from '../core/reading/index.js';
import type { KnowledgeIndex } from '../core/retrieval/index.js';
import type { Modality, Passage, PolicyDocument, TableCell } from '../schema/index.js';
import type { Out } from './outcome.js';

/** One passage of a document with what the checks understood of it. */
export interface ExplainedPassage extends ExplainedReading {
  section: string;
  quote: string;
  /** What the checks read: the quote without markup and with its lead-in, or what `readings.yaml` or an accepted proposal says. */
  text: string;
  corrected: boolean;
  /** Whether at least one complete statement was read. */
  complete: boolean;
  /** The cells of a table row as they were typed, else null. */
  row: Passage['row'];
}

/** How the checks read one document. */
export interface ExplainedDocument {
  knowledge_base: string;
  document: PolicyDocument;
  passages: ExplainedPassage[];
  /** Passages with at least one complete statement. */
  complete: number;
}

/**
 * What the checks understood of a document, passage by passage. `file` is its source ("policies/fees.md") or the end of it.
 * @throws {GroundingError} request-invalid when no document, or more than one, has that name
 */
export const explainDocument = (
  file: string,
  bases: readonly { name: string; index: KnowledgeIndex }[],
): ExplainedDocument => {
  const all = bases.flatMap(({ name, index }) =>
    index.snapshot.documents.map((document) => ({ name, index, document })),
  );
  const found = all.filter(({ document }) => document.source === file);
  const matches = found.length > 0 ? found : all.filter(({ document }) => isNamedBy(document.source, file));
  const [match] = matches;
  if (match === undefined) throw unknownDocument(file, [...new Set(all.map((one) => one.document.source))]);
  if (matches.length > 1)
    throw new GroundingError('request-invalid', {
      detail: `"${file}" names ${matches.length} documents: ${matches
        .map(({ name, document }) => `${document.source} (knowledge base ${name})`)
        .join(', ')}. Give the whole path, and a --config with one knowledge base where two have it.`,
    });
  const { name, index, document } = match;
  const passages = index.entries
    .filter(({ passage }) => passage.source === document.source)
    .map(
      ({ passage, reading }): ExplainedPassage => ({
        section: passage.section,
        quote: passage.quote,
        text: passage.text,
        corrected: passage.corrected === true,
        complete: isCompletePassage(passage, reading),
        row: passage.row,
        ...explainReading(reading, passage.text, reading.lang),
      }),
    );
  return {
    knowledge_base: name,
    document,
    passages,
    complete: passages.filter((passage) => passage.complete).length,
  };
};

/** "./policies/fees.md" and "fees.md" name policies/fees.md. */
const isNamedBy = (source: Passage['source'], file: string): boolean => {
  const asked = file.replaceAll('\\', '/').replace(/^\.?\//, '');
  return source === asked || source.endsWith(`/${asked}`) || asked.endsWith(`/${source}`);
};

const unknownDocument = (file: string, sources: readonly string[]): GroundingError =>
  new GroundingError('request-invalid', {
    detail: `No document is named "${file}". There are: ${sources.join(', ') || 'none'}.`,
  });

/** Prints it for people: each sentence, below it what was understood. */
export const printExplained = (explained: ExplainedDocument, out: Out): void => {
  const { document, passages } = explained;
  out(`${document.source} – ${document.title}`);
  let section: string | null = null;
  for (const passage of passages) {
    if (passage.section !== section) out(`\n${passage.section}`);
    section = passage.section;
    out(`  “${oneLine(passage.quote)}”`);
    if (passage.corrected) out(`    read as: ${passage.text}`);
    const lines = passage.row === null ? passage.statements.map(statementLine) : [rowLine(passage.row.cells)];
    for (const line of lines) if (line !== '') out(`    ${line}`);
    if (!passage.complete)
      out('    ! no complete statement was read; say it plainly in readings.yaml (reads_as)');
  }
  const whole = passages.length === 0 ? 100 : Math.floor((100 * explained.complete) / passages.length);
  out(
    `\n${explained.complete} of ${passages.length} passages (${whole}%) hold a statement that can be checked.`,
  );
};

const SAYS: Readonly<Record<Modality, string>> = {
  allowed: 'may',
  forbidden: 'may not',
  required: 'must',
  not_required: 'need not',
  stated: '',
};

const ROLES: Readonly<Record<ExplainedStatement['role'], string>> = {
  main: '',
  condition: 'if',
  exception: 'except',
  cause: 'because',
};

const statementLine = (statement: ExplainedStatement): string => {
  const says = SAYS[statement.modality] || (statement.negated ? 'not' : '');
  const head = [ROLES[statement.role], says, statement.acts.join(', ')].filter((part) => part !== '');
  const parts = [
    head.join(' '),
    ...(statement.about.length === 0 ? [] : [`about ${statement.about.join(', ')}`]),
    ...statement.times.map(
      ({ relation, event }) => `when: ${relation.replaceAll('_', ' ')} ${event ?? 'an event not named'}`,
    ),
    ...statement.quantities.map(quantityText),
  ];
  return parts.filter((part) => part !== '').join(' · ');
};

/** "fare = Basic → cancellation: 50 CAD; refund: none". */
const rowLine = (cells: readonly TableCell[]): string => {
  const keys = cells.filter((cell) => cell.is_key).map((cell) => `${cell.column} = ${cell.value}`);
  const values = cells.filter((cell) => !cell.is_key).map(cellText);
  return `${keys.join(', ') || 'a row without a key'} → ${values.join('; ') || 'nothing'}`;
};

const cellText = ({ column, value, number, unit }: TableCell): string => {
  const read = number === null || value.includes(unit ?? '') ? value : `${value} ${unit}`;
  return `${column}: ${read}`;
};

const quantityText = ({ text, comparator, of, per }: ExplainedStatement['quantities'][number]): string => {
  const bound = of.length === 0 ? '' : ` of ${of.join(' ')}`;
  const every = per === null ? '' : ` per ${per}`;
  const role = comparator === 'equal' ? '' : ` (${comparator.replaceAll('_', ' ')})`;
  return `${text}${bound}${every}${role}`;
};

const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');
