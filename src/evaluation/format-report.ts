import type { Interval, InterventionFigures } from './metrics.js';
import type { EvaluationReport } from './report.js';

const share = (value: number | null): string => (value === null ? '   - ' : value.toFixed(3));
const range = (interval: Interval): string =>
  interval === null ? '' : ` (95%: ${interval[0].toFixed(3)}–${interval[1].toFixed(3)})`;

/** The report as lines for a terminal. */
export const formatReport = (report: EvaluationReport): string => {
  const { overall, claims } = report;
  const lines = [
    `answers            ${overall.answers}`,
    `precision          ${share(overall.precision)}${range(overall.intervals_95.precision)}`,
    `recall             ${share(overall.recall)}${range(overall.intervals_95.recall)}`,
    `f1                 ${share(overall.f1)}${range(overall.intervals_95.f1)}`,
    `balanced accuracy  ${share(overall.balanced_accuracy)}${range(overall.intervals_95.balanced_accuracy)}`,
    `false block rate   ${share(overall.false_block_rate)}${range(overall.intervals_95.false_block_rate)}`,
    '',
    ...groupLines('knowledge base', report.by_knowledge_base),
    ...groupLines('language', report.by_language),
  ];
  if (Object.keys(report.by_kind).length > 0) {
    lines.push('kind of claim        wrong  caught   right  flagged');
    for (const [kind, figures] of Object.entries(report.by_kind))
      lines.push(
        `${kind.padEnd(20)} ${String(figures.wrong).padStart(5)}   ${share(figures.share_caught)}   ${String(figures.right).padStart(5)}   ${share(figures.share_flagged)}`,
      );
    lines.push('', 'claims (rows: labelled by people)   supported  contradicted  unsupported  missed');
    for (const [label, row] of Object.entries(claims.confusion))
      lines.push(
        `${label.padEnd(35)} ${['supported', 'contradicted', 'unsupported', 'missed']
          .map((name, i) => String(row[name] ?? 0).padStart([9, 13, 12, 7][i] ?? 8))
          .join(' ')}`,
      );
    lines.push(
      `balanced accuracy of the label     ${share(claims.balanced_accuracy)}`,
      `claims beside the labelled ones     ${claims.beside_gold}, of which failing ${claims.beside_gold_failing}`,
      '',
    );
  }
  lines.push(
    `passed with a claim not verified    ${report.not_verified_passes.right} right, ${report.not_verified_passes.wrong} wrong`,
  );
  if (report.unlabelled.answers > 0)
    lines.push(
      `without a label                     ${report.unlabelled.answers}, intervened on ${report.unlabelled.flagged}`,
    );
  const { p50, p95, p99 } = report.latency_ms;
  lines.push(
    `milliseconds an answer              p50 ${p50.toFixed(2)}, p95 ${p95.toFixed(2)}, p99 ${p99.toFixed(2)}`,
  );
  return `${lines.join('\n')}\n`;
};

const groupLines = (title: string, groups: Record<string, InterventionFigures>): string[] => [
  `${title.padEnd(18)} answers  precision  recall  balanced  false blocks`,
  ...Object.entries(groups).map(
    ([name, figures]) =>
      `${name.padEnd(18)} ${String(figures.answers).padStart(7)}      ${share(figures.precision)}   ${share(figures.recall)}     ${share(figures.balanced_accuracy)}         ${share(figures.false_block_rate)}`,
  ),
  '',
];
