import { z } from 'zod';
import type { IndexProblem } from './problem.js';
import { lineAt } from './problem.js';
import type { TableReading } from './read-csv.js';

const FlatRecord = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Reads a JSON array of flat records; the range of a row is that of its object in the text. */
export function readJsonTable(text: string, source: string): TableReading {
  const fail = (line: number | null, message: string): TableReading => {
    const problems: IndexProblem[] = [{ severity: 'error', source, line, message }];
    return { columns: [], rows: [], problems };
  };
  const body = text.replace(/^\uFEFF/, ' ');
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(reason)?.[1];
    const line =
      position === undefined ? lineAt(text, text.trimEnd().length) : lineAt(text, Number(position));
    return fail(line, `the file is not valid JSON (${reason})`);
  }
  const wanted =
    'write an array of records: [{"column": "value"}, …], with text, numbers, true, false or null as values';
  if (!Array.isArray(value) || value.length === 0) return fail(1, `the file is not a table; ${wanted}`);
  const ranges = elementRanges(body);
  const rows: TableReading['rows'] = [];
  const records: Record<string, string | number | boolean | null>[] = [];
  const problems: IndexProblem[] = [];
  value.forEach((element: unknown, index) => {
    const range = ranges[index] ?? { start_char: 0, end_char: text.length };
    const record = FlatRecord.safeParse(element);
    if (record.success && Object.keys(record.data).length > 0) {
      records.push(record.data);
      rows.push({ values: [], ...range });
    } else {
      const line = lineAt(text, range.start_char);
      problems.push({
        severity: 'error',
        source,
        line,
        message: `record ${index + 1} is not flat; ${wanted}`,
      });
    }
  });
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  rows.forEach((row, index) => {
    row.values = columns.map((column) => cellText(records[index]?.[column] ?? null));
  });
  return { columns, rows, problems };
}

function cellText(value: string | number | boolean | null): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null ? '' : String(value);
}

/** Source ranges of the elements of the array that `json` (valid) holds. */
function elementRanges(json: string): { start_char: number; end_char: number }[] {
  const ranges: { start_char: number; end_char: number }[] = [];
  let depth = 0;
  let start = -1;
  for (const token of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},]|[^\s[\]{},"]+/g)) {
    const isOpening = token[0] === '[' || token[0] === '{';
    const isClosing = token[0] === ']' || token[0] === '}';
    if (isClosing) depth -= 1;
    if (depth === 1 && start === -1 && token[0] !== ',' && !isClosing) start = token.index;
    if (isOpening) depth += 1;
    if (depth === 1 && start !== -1 && token[0] !== ',') {
      ranges.push({ start_char: start, end_char: token.index + token[0].length });
      start = -1;
    }
  }
  return ranges;
}
