import { LineCounter, parseDocument } from 'yaml';
import { GlossaryEntry } from '../../schema/index.js';
import type { IndexProblem } from './problem.js';

/** Where the glossary is named in problems, unless the caller says otherwise. */
export const GLOSSARY_SOURCE = 'glossary.yaml';

/** Reads `glossary.yaml`: a list of `term`, `synonyms`, `translations: {fr: […]}`. An entry that cannot be read is an error. */
export function readGlossary(
  yaml: string,
  source = GLOSSARY_SOURCE,
): { glossary: GlossaryEntry[]; problems: IndexProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const failure = document.errors[0];
  const fail = (
    line: number | null,
    message: string,
  ): { glossary: GlossaryEntry[]; problems: IndexProblem[] } => ({
    glossary: [],
    problems: [{ severity: 'error', source, line, message }],
  });
  if (failure !== undefined) {
    const reason = failure.message.split('\n')[0] ?? failure.message;
    return fail(lines.linePos(failure.pos[0]).line, `the glossary is not valid YAML (${reason})`);
  }
  const value: unknown = document.toJS();
  if (value === null || value === undefined) return { glossary: [], problems: [] };
  if (!Array.isArray(value)) {
    return fail(1, 'the glossary must be a list; begin each entry with "- term:"');
  }
  const glossary: GlossaryEntry[] = [];
  const problems: IndexProblem[] = [];
  value.forEach((item: unknown, index) => {
    const entry = GlossaryEntry.safeParse(item);
    if (entry.success) {
      glossary.push(entry.data);
      return;
    }
    const node: unknown = document.getIn([index], true);
    const offset = rangeStart(node);
    const issue = entry.error.issues[0];
    const path = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
    problems.push({
      severity: 'error',
      source,
      line: offset === null ? null : lines.linePos(offset).line,
      message: `entry ${index + 1} cannot be read${path}: ${issue?.message ?? 'wrong shape'}; an entry has term, synonyms (a list) and translations (lists by language)`,
    });
  });
  return { glossary, problems };
}

function rangeStart(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return null;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : null;
}
