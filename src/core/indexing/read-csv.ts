import Papa from 'papaparse';
import type { IndexProblem } from './problem.js';
import { lineAt } from './problem.js';

/** The cells of a table file with the source range of each row; a range covers the raw line without its line end. */
export interface TableReading {
  columns: string[];
  rows: { values: string[]; start_char: number; end_char: number }[];
  problems: IndexProblem[];
}

const DELIMITERS = [',', ';', '\t', '|'];

/** Reads a CSV file: first line = column names; the delimiter is found out, a byte order mark is skipped. */
export function readCsv(text: string, source: string): TableReading {
  const problems: IndexProblem[] = [];
  const report = (offset: number, message: string) =>
    problems.push({ severity: 'error', source, line: lineAt(text, offset), message });
  const bom = text.startsWith('\uFEFF') ? 1 : 0;
  const body = text.slice(bom);
  const delimiter = Papa.parse(body, { preview: 10, delimitersToGuess: DELIMITERS, skipEmptyLines: true })
    .meta.delimiter;

  let columns: string[] | null = null;
  const rows: TableReading['rows'] = [];
  let rowStart = bom;
  Papa.parse<string[]>(body, {
    delimiter,
    step: ({ data, errors, meta }) => {
      const start = rowStart;
      rowStart = bom + meta.cursor;
      const raw = text.slice(start, rowStart);
      const end = start + raw.replace(/[\r\n]+$/, '').length;
      const failure = errors[0];
      if (failure !== undefined) {
        report(
          start,
          `a quoted cell is not closed or is followed by text (${failure.message}); close it with " before the next "${delimiter}"`,
        );
        return;
      }
      if (data.every((value) => value.trim() === '')) return;
      if (columns === null) {
        columns = data.map((name) => name.trim());
        reportColumns(columns, (message) => report(start, message));
        return;
      }
      if (data.length !== columns.length) {
        report(
          start,
          `the row has ${data.length} cells, the first line names ${columns.length} columns; put cells that contain "${delimiter}" in double quotes`,
        );
        return;
      }
      rows.push({ values: data, start_char: start, end_char: end });
    },
  });
  if (columns !== null && rows.length === 0 && problems.length === 0) {
    problems.push({
      severity: 'error',
      source,
      line: 1,
      message: 'the table has column names and no rows; add a row or remove the file',
    });
  }
  return { columns: columns ?? [], rows, problems };
}

function reportColumns(columns: readonly string[], report: (message: string) => void): void {
  const unnamed = columns.indexOf('');
  if (unnamed !== -1) report(`column ${unnamed + 1} has no name; name every column in the first line`);
  const twice = columns.find((name, at) => name !== '' && columns.indexOf(name) !== at);
  if (twice !== undefined) report(`two columns are called "${twice}"; give each a name of its own`);
}
