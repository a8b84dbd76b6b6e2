import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { IndexProblem } from './problem.js';
import { isReadLanguage, unreadLanguageWarning } from './unread-language.js';

/** What a policy says about itself; a missing key is null. */
export interface FrontMatter {
  title: string | null;
  lang: string | null;
  effective_from: string | null;
  effective_to: string | null;
  applies_to: string | null;
  supersedes: string | null;
}

const ALLOWED_KEYS = ['title', 'lang', 'effective_from', 'effective_to', 'applies_to', 'supersedes'] as const;
type FrontMatterKey = (typeof ALLOWED_KEYS)[number];

const isAllowedKey = (key: string): key is FrontMatterKey => ALLOWED_KEYS.some((allowed) => allowed === key);

const EMPTY: FrontMatter = {
  title: null,
  lang: null,
  effective_from: null,
  effective_to: null,
  applies_to: null,
  supersedes: null,
};

/** True for an existing day written YYYY-MM-DD. */
export function isIsoDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
}

/**
 * Reads the YAML between the `---` lines. `firstLine` is the line of the file on which that YAML begins.
 * Keys that are not known are kept out and named in a warning; what cannot be read is an error.
 */
export function readFrontMatter(
  yaml: string,
  source: string,
  firstLine: number,
): { frontMatter: FrontMatter; problems: IndexProblem[] } {
  const problems: IndexProblem[] = [];
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, schema: 'failsafe' });
  const lineOf = (offset: number | undefined) =>
    offset === undefined ? firstLine : firstLine + lines.linePos(offset).line - 1;
  const report = (severity: IndexProblem['severity'], offset: number | undefined, message: string) =>
    problems.push({ severity, source, line: lineOf(offset), message });

  const failure = document.errors[0];
  if (failure !== undefined) {
    const reason = (failure.message.split('\n')[0] ?? failure.message).replace(
      / at line \d+, column \d+:?$/,
      '',
    );
    report(
      'error',
      failure.pos[0],
      `the front matter is not valid YAML (${reason}); put values with ":" in quotes`,
    );
    return { frontMatter: EMPTY, problems };
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === '')) {
    return { frontMatter: EMPTY, problems };
  }
  if (!isMap(document.contents)) {
    report('error', 0, 'the front matter must be lines of the form "key: value"');
    return { frontMatter: EMPTY, problems };
  }

  const frontMatter: FrontMatter = { ...EMPTY };
  const offsets = new Map<FrontMatterKey, number | undefined>();
  for (const { key, value } of document.contents.items) {
    const offset = isScalar(key) ? key.range?.[0] : undefined;
    const name = isScalar(key) ? String(key.value) : '';
    if (!isAllowedKey(name)) {
      report(
        'warning',
        offset,
        `"${name}" is not a front matter key and is ignored; known keys are ${ALLOWED_KEYS.join(', ')}`,
      );
      continue;
    }
    if (value !== null && !isScalar(value)) {
      report('error', offset, `"${name}" must be a single value`);
      continue;
    }
    const text = value === null ? '' : String(value.value ?? '').trim();
    frontMatter[name] = text === '' || text === 'null' || text === '~' ? null : text;
    offsets.set(name, offset);
  }
  for (const name of ['effective_from', 'effective_to'] as const) {
    const day = frontMatter[name];
    if (day !== null && !isIsoDay(day)) {
      report('error', offsets.get(name), `"${day}" is not a day; write ${name} as YYYY-MM-DD`);
      frontMatter[name] = null;
    }
  }
  const { effective_from: from, effective_to: to } = frontMatter;
  if (from !== null && to !== null && to <= from) {
    report(
      'error',
      offsets.get('effective_to'),
      `effective_to ${to} must be later than effective_from ${from}; it is the first day on which the version is no longer in force`,
    );
  }
  if (frontMatter.lang !== null && !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(frontMatter.lang)) {
    report(
      'error',
      offsets.get('lang'),
      `"${frontMatter.lang}" is not a language tag; write "en", "fr" or "fr-CA"`,
    );
  } else if (frontMatter.lang !== null && !isReadLanguage(frontMatter.lang)) {
    report('warning', offsets.get('lang'), unreadLanguageWarning(frontMatter.lang));
  }
  return { frontMatter, problems };
}
