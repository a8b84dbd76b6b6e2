import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { IndexProblem } from './problem.js';

/** A list of entries that people keep as YAML beside the policies, and how its errors name things. */
export interface YamlListFormat<Entry> {
  schema: z.ZodType<Entry>;
  /** File name in problems. */
  source: string;
  /** "the glossary": what the file is, in a sentence. */
  what: string;
  /** How an entry begins: "- term:". */
  begins: string;
  /** What an entry has, for the error of one that cannot be read. */
  has: string;
}

/** An entry with the line, counted from 1, on which it begins. */
export interface YamlListEntry<Entry> {
  entry: Entry;
  line: number | null;
  /** The line on which a part of the entry begins, by its path; that of the nearest part around it where it has none. */
  lineOf(path: readonly PropertyKey[]): number | null;
}

/** Reads the entries of a YAML list. One that cannot be read is an error that names its line; the others are kept. */
export function readYamlList<Entry>(
  yaml: string,
  format: YamlListFormat<Entry>,
): { entries: YamlListEntry<Entry>[]; problems: IndexProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const problem = (line: number | null, message: string): IndexProblem => ({
    severity: 'error',
    source: format.source,
    line,
    message,
  });
  const failure = document.errors[0];
  if (failure !== undefined) {
    const reason = failure.message.split('\n')[0] ?? failure.message;
    const line = lines.linePos(failure.pos[0]).line;
    return { entries: [], problems: [problem(line, `${format.what} is not valid YAML (${reason})`)] };
  }
  const value: unknown = document.toJS();
  if (value === null || value === undefined) return { entries: [], problems: [] };
  if (!Array.isArray(value)) {
    const message = `${format.what} must be a list; begin each entry with "${format.begins}"`;
    return { entries: [], problems: [problem(1, message)] };
  }
  const entries: YamlListEntry<Entry>[] = [];
  const problems: IndexProblem[] = [];
  value.forEach((item: unknown, index) => {
    const lineOf = (path: readonly PropertyKey[]): number | null => {
      for (let length = path.length; length >= 0; length -= 1) {
        const offset = rangeStart(document.getIn([index, ...path.slice(0, length)], true));
        if (offset !== null) return lines.linePos(offset).line;
      }
      return null;
    };
    const parsed = format.schema.safeParse(item);
    if (parsed.success) {
      entries.push({ entry: parsed.data, line: lineOf([]), lineOf });
      return;
    }
    const issue = parsed.error.issues[0];
    const line = lineOf(issue?.path ?? []);
    const path = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
    problems.push(
      problem(
        line,
        `entry ${index + 1} cannot be read${path}: ${issue?.message ?? 'wrong shape'}; an entry has ${format.has}`,
      ),
    );
  });
  return { entries, problems };
}

function rangeStart(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return null;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : null;
}
