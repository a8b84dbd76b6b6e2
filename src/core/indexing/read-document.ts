import type { PolicyDocument, SourceFile } from '../../schema/index.js';
import { isOtherLanguage, languageOfWords } from '../reading/index.js';
import type { DraftPassage, ReadDocument } from './document.js';
import { rowDraft } from './document.js';
import { type FrontMatter, readFrontMatter } from './front-matter.js';
import type { IndexProblem } from './problem.js';
import { readCsv, type TableReading } from './read-csv.js';
import { readJsonTable } from './read-json-table.js';
import { readMarkdown } from './read-markdown.js';
import { typeTable } from './table-cells.js';
import { UNKNOWN_LANGUAGE, unreadLanguageWarning } from './unread-language.js';

/** Finds out the language of a text; null where it cannot tell. */
export type DetectLanguage = (text: string) => string | null;

/** Reads one file of a knowledge base; what is at fault is in `problems`, and then the drafts are not to be used. */
export function readDocument(file: SourceFile, version: string, detect: DetectLanguage): ReadDocument {
  const extension = /\.[^./]+$/.exec(file.source)?.[0].toLowerCase() ?? '';
  const read = extension === '.csv' || extension === '.json' ? readTableFile : readPolicy;
  const result = read(file, version, detect);
  const isEmpty = file.text.replace(/^\uFEFF/, '').trim() === '';
  if (isEmpty) {
    result.problems = [problem(file, 1, 'the file is empty; write its text or remove the file')];
  } else if (result.drafts.length === 0 && !result.problems.some(({ severity }) => severity === 'error')) {
    result.problems.push(
      problem(file, 1, 'the file has no sentence and no table row; write its text or remove the file'),
    );
  }
  return result;
}

function problem(file: SourceFile, line: number | null, message: string): IndexProblem {
  return { severity: 'error', source: file.source, line, message };
}

function readPolicy(file: SourceFile, version: string, detect: DetectLanguage): ReadDocument {
  const name = baseName(file.source);
  let frontMatter: FrontMatter | null = null;
  const problems: IndexProblem[] = [];
  // A byte order mark counts as a character of the source, so it becomes a space rather than leave.
  const text = file.text.replace(/^\uFEFF/, '');
  const shift = file.text.length - text.length;
  const reading = readMarkdown(text, (heading) => heading ?? name);
  if (reading.yaml !== null) {
    const result = readFrontMatter(reading.yaml.value, file.source, reading.yaml.line);
    frontMatter = result.frontMatter;
    problems.push(...result.problems);
  } else if (/^---[ \t]*\r?\n/.test(text) && /^[a-z_]+[ \t]*:/m.test(text.slice(0, 200))) {
    problems.push(problem(file, 1, 'the front matter is not closed; end it with a line "---"'));
  }
  const title = frontMatter?.title ?? reading.heading ?? name;
  const drafts = reading.drafts.map((draft) => ({
    ...draft,
    section: draft.heading_path.length === 0 ? title : draft.section,
    start_char: draft.start_char + shift,
    end_char: draft.end_char + shift,
  }));
  const prose = drafts.map((draft) => draft.text).join('\n');
  const told = frontMatter?.lang ?? languageOfName(file.source);
  const isOther = told === null && isOtherLanguage(sentencesOf(drafts));
  if (isOther)
    problems.push({
      severity: 'warning',
      source: file.source,
      line: null,
      message: unreadLanguageWarning(UNKNOWN_LANGUAGE),
    });
  return {
    document: {
      source: file.source,
      kind: 'policy',
      title,
      lang: told ?? (isOther ? UNKNOWN_LANGUAGE : (detect(prose) ?? 'en')),
      version,
      effective_from: frontMatter?.effective_from ?? null,
      effective_to: frontMatter?.effective_to ?? null,
      supersedes: frontMatter?.supersedes ?? null,
      applies_to: frontMatter?.applies_to ?? null,
    },
    drafts,
    problems,
  };
}

/** Rows and items of a few words ("Heron: 40 EUR") have hardly a function word in any language. */
const SENTENCE_WORDS_MIN = 6;

function sentencesOf(drafts: readonly DraftPassage[]): string {
  return drafts
    .filter(({ kind, text }) => kind !== 'table_row' && text.split(/\s+/).length >= SENTENCE_WORDS_MIN)
    .map(({ text }) => text)
    .join('\n');
}

function readTableFile(file: SourceFile, version: string): ReadDocument {
  const isJson = file.source.toLowerCase().endsWith('.json');
  const reading: TableReading = isJson
    ? readJsonTable(file.text, file.source)
    : readCsv(file.text, file.source);
  const table = baseName(file.source);
  const cells = typeTable(
    reading.columns,
    reading.rows.map((row) => row.values),
  );
  const drafts = reading.rows.map(
    (row, index): DraftPassage =>
      rowDraft({
        source: file.text,
        start_char: row.start_char,
        end_char: row.end_char,
        table,
        cells: cells[index] ?? [],
        heading_path: [table],
        section: table,
        block: 1,
        lead_in: null,
      }),
  );
  const named = reading.columns.join(' ').replaceAll('_', ' ');
  const document: PolicyDocument = {
    source: file.source,
    kind: 'table',
    title: table,
    lang: languageOfName(file.source) ?? languageOfWords(named) ?? 'en',
    version,
    effective_from: null,
    effective_to: null,
    supersedes: null,
    applies_to: null,
  };
  return { document, drafts, problems: reading.problems };
}

/** "policies/refunds.fr.md" → "refunds". */
function baseName(source: string): string {
  const file = source.split('/').at(-1) ?? source;
  return file.replace(/\.[^.]+$/, '').replace(/\.(en|fr)$/, '');
}

function languageOfName(source: string): string | null {
  return /\.(en|fr)\.[^.]+$/.exec(source)?.[1] ?? null;
}
