import { ANSWERS } from './answers.js';
import type { ConformanceProtocol, Mode } from './protocol.js';
import type { CellResult } from './run-suite.js';

/** What the modes are called in tables. */
export const MODE_NAMES: Record<Mode, string> = {
  whole: 'whole',
  streamed: 'streamed',
  error: 'error',
  streamed_error: 'error in a stream',
  streamed_cut: 'cut stream',
};

/** Rows of the table: the ways of every protocol. */
export const waysOf = (
  protocols: readonly ConformanceProtocol[],
): { protocol: ConformanceProtocol; mode: Mode }[] =>
  protocols.flatMap((protocol) => protocol.modes.map((mode) => ({ protocol, mode })));

/** A Markdown table: a row a way, a column an answer, a cell the exchanges that were as they must be. */
export const markdownTable = (
  protocols: readonly ConformanceProtocol[],
  results: readonly CellResult[],
): string => {
  const rows = waysOf(protocols).map(({ protocol, mode }) => {
    const cells = ANSWERS.map(({ id }) =>
      words(
        results.filter(
          ({ cell }) => cell.protocol === protocol && cell.mode === mode && cell.answer.id === id,
        ),
      ),
    );
    return [`${protocol.name}, ${MODE_NAMES[mode]}`, ...cells];
  });
  const head = ['', ...ANSWERS.map(({ id }) => id.replaceAll('-', ' '))];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
};

const words = (results: readonly CellResult[]): string => {
  if (results.length === 0) return '–';
  const good = results.filter(({ problems }) => problems.length === 0).length;
  return good === results.length ? `${good}` : `**${good} of ${results.length}**`;
};

/** The same for a terminal, its columns aligned. */
export const alignedTable = (markdown: string): string => {
  const rows = markdown
    .split('\n')
    .filter((line) => !line.startsWith('| ---'))
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.replaceAll('**', '').trim()),
    );
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
