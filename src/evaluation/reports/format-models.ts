import { MODEL_MODES, type ModelMode, type ModelReport, type ModeReport } from '../evaluate-models.js';

const NAMES: Record<ModelMode, string> = {
  lanes: 'checks alone',
  grader: 'grader: left open',
  cascade: 'judge: left open',
  unproven: 'judge: unproven',
  all: 'judge: every claim',
};

const share = (value: number | null): string => (value === null ? '-' : value.toFixed(3));
const amount = (value: number, digits = 0): string => value.toFixed(digits);

const ROWS: readonly (readonly [name: string, of: (mode: ModeReport) => string])[] = [
  ['answers', ({ report }) => String(report.overall.answers)],
  ['balanced accuracy', ({ report }) => share(report.overall.balanced_accuracy)],
  ['recall (wrong answers caught)', ({ report }) => share(report.overall.recall)],
  ['precision', ({ report }) => share(report.overall.precision)],
  ['right answers intervened on', ({ report }) => share(report.overall.false_block_rate)],
  ['claims, balanced accuracy', ({ report }) => share(report.claims.balanced_accuracy)],
  [
    'claims verified, of them right',
    ({ report: { claims } }) =>
      `${share(claims.bands.verified.share)}, ${share(claims.bands.verified.precision)}`,
  ],
  [
    'claims failing, of them wrong',
    ({ report: { claims } }) =>
      `${share(claims.bands.failing.share)}, ${share(claims.bands.failing.precision)}`,
  ],
  [
    'share of claims asked about',
    ({ models }) =>
      Object.values(models.share_asked_by)
        .map((of) => share(of))
        .join(' + ') || share(0),
  ],
  ['calls an answer', ({ models }) => amount(models.calls_per_answer, 2)],
  ['tokens an answer, in', ({ models }) => amount(models.input_tokens_per_answer)],
  ['tokens an answer, out', ({ models }) => amount(models.output_tokens_per_answer)],
  [
    'added wait p50, p95 (ms)',
    ({ models: { added_latency_ms: ms } }) => `${amount(ms.p50)}, ${amount(ms.p95)}`,
  ],
  [
    'cost of 1,000 answers',
    ({ models }) => (models.cost_per_1000_answers === null ? '-' : amount(models.cost_per_1000_answers, 2)),
  ],
];

/** The modes side by side, as lines for a terminal. */
export const formatModels = ({ model, modes }: ModelReport): string => {
  const columns = MODEL_MODES.flatMap((mode) => {
    const of = modes[mode];
    return of === undefined ? [] : [{ name: NAMES[mode], of }];
  });
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(32)}${cells.map((cell, i) => cell.padStart(Math.max(cell.length, (columns[i]?.name.length ?? 0) + 3))).join('')}`;
  const failures = columns.flatMap(({ name, of }) =>
    Object.entries(of.models.failed_checks).map(([reason, count]) => `${name}: ${count} claims ${reason}`),
  );
  return [
    `asked: ${model}`,
    line(
      '',
      columns.map(({ name }) => name),
    ),
    ...ROWS.map(([name, cell]) =>
      line(
        name,
        columns.map(({ of }) => cell(of)),
      ),
    ),
    ...(failures.length === 0 ? [] : ['', ...failures]),
  ].join('\n');
};
