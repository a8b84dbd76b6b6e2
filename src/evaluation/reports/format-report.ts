import type { Bands, ErrorRates } from '../measures/bands.js';
import type { CaughtAt, CoveragePoint } from '../measures/curves.js';
import type { Comparison, RankingFigures } from '../measures/floors.js';
import type { KeptText } from '../measures/kept-text.js';
import type { Interval, InterventionFigures } from '../measures/metrics.js';
import type { StrictFigures } from '../strict-mode.js';
import type { EvaluationReport } from './report.js';

const share = (value: number | null | undefined): string =>
  value === null || value === undefined ? '   - ' : value.toFixed(3);
const range = (interval: Interval): string =>
  interval === null ? '' : ` (95%: ${interval[0].toFixed(3)}–${interval[1].toFixed(3)})`;

/** The report as lines for a terminal: what was decided first, then what it rests on, by group. */
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
    ...rateLines(report.answers.rates, report.answers.rates_by_language),
    ...strictLines(report.strict),
  ];
  const labelled = Object.keys(report.by_kind).length > 0;
  lines.push(...rankingLines(report, labelled));
  if (labelled) {
    lines.push(...bandLines('claims by band', claims.bands));
    if (report.comparison !== null) lines.push(...comparisonLines(report.comparison));
    lines.push(...languageLines(report), ...kindLines(report), ...confusionLines(report));
  }
  lines.push(
    ...bandLines('answers by worst band', report.answers.bands),
    `passed with a claim not verified    ${report.not_verified_passes.right} right, ${report.not_verified_passes.wrong} wrong`,
  );
  lines.push(
    ...keptLines('wrong answers rewritten', report.rewritten.wrong),
    ...keptLines('right answers rewritten', report.rewritten.right),
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

/** What rewriting left of the right text; nothing where nothing was rewritten. */
const keptLines = (title: string, kept: KeptText): string[] =>
  kept.answers === 0
    ? []
    : [
        `${title.padEnd(35)} ${kept.answers}; of their right words kept ${share(kept.share_kept)}, of their right claims ${kept.kept_claims} of ${kept.right_claims}; length × ${share(kept.length_ratio)}`,
      ];

const groupLines = (title: string, groups: Record<string, InterventionFigures>): string[] => [
  `${title.padEnd(18)} answers  precision  recall  balanced  false blocks`,
  ...Object.entries(groups).map(
    ([name, figures]) =>
      `${name.padEnd(18)} ${String(figures.answers).padStart(7)}      ${share(figures.precision)}   ${share(figures.recall)}     ${share(figures.balanced_accuracy)}         ${share(figures.false_block_rate)}`,
  ),
  '',
];

const rateLines = (all: ErrorRates, byLanguage: Record<string, ErrorRates>): string[] => [
  'answers            wrong: passed   right: rewritten  handed over or blocked',
  ...[['all', all] as const, ...Object.entries(byLanguage)].map(
    ([name, rates]) =>
      `${name.padEnd(18)}         ${share(rates.missed)}              ${share(rates.false_rewrite)}                   ${share(rates.false_escalation)}`,
  ),
  '',
];

const strictLines = (strict: StrictFigures | null): string[] =>
  strict === null
    ? []
    : [
        'every topic strict: only verified claims pass',
        `wrong answers caught      ${share(strict.wrong_caught)}   (intervene always: 1.000)`,
        `right answers rewritten   ${share(strict.right_rewritten)}   (intervene always: 1.000)`,
        `right answers handed over ${share(strict.right_escalated)}`,
        `rewritten right answers, every clause given back verified   ${strict.rewritten_right_verified} of ${strict.rewritten_right}`,
        `rewritten wrong answers, every clause given back verified   ${strict.rewritten_wrong_verified} of ${strict.rewritten_wrong}`,
        '',
      ];

const caughtCells = (caught: CaughtAt): string =>
  Object.values(caught)
    .map((value) => share(value).padStart(8))
    .join('');

const rankingLines = ({ claims, answers }: EvaluationReport, labelled: boolean): string[] => [
  `${''.padEnd(18)}    AUC   caught at 2%, 5%, 10% of right ones intervened on`,
  ...(labelled ? [`${'claims'.padEnd(18)}  ${share(claims.auc)}   ${caughtCells(claims.caught_at)}`] : []),
  `${'answers'.padEnd(18)}  ${share(answers.auc)}   ${caughtCells(answers.caught_at)}`,
  '',
  ...coverageLines(labelled ? 'claims' : 'answers', labelled ? claims.risk_coverage : answers.risk_coverage),
];

const coverageLines = (what: string, points: readonly CoveragePoint[]): string[] => [
  `share wrong among the ${what} with the lowest risk`,
  `  first     ${points.map(({ coverage }) => `${Math.round(coverage * 100)}%`.padStart(6)).join('')}`,
  `  wrong     ${points.map(({ risk }) => `${(risk * 100).toFixed(1)}%`.padStart(6)).join('')}`,
  '',
];

const bandLines = (title: string, bands: Bands): string[] => [
  `${title.padEnd(24)}  count   share   as the band says`,
  ...(['verified', 'not_verified', 'failing'] as const).map((band) => {
    const { count, share: part, precision } = bands[band];
    const said = band === 'failing' ? 'wrong' : 'right';
    return `  ${band.padEnd(20)} ${String(count).padStart(8)}   ${share(part)}   ${share(precision)} ${said}`;
  }),
  '',
];

const RANKINGS: Record<keyof Comparison, string> = {
  ours: 'ours',
  majority: 'majority',
  word_overlap: 'word overlap with the best passage',
  number_missing: 'a number missing from the evidence',
  claim_only: 'the claim without the evidence',
};

const comparisonLines = (comparison: Comparison): string[] => [
  `${'ranking of claims by'.padEnd(36)}   AUC  balanced  caught at 2%, 5%, 10%`,
  ...Object.entries(RANKINGS).map(([key, name]) => {
    const figures: RankingFigures | null = comparison[key as keyof Comparison];
    return figures === null
      ? `  ${name.padEnd(34)} left out: give --train DIR`
      : `  ${name.padEnd(34)} ${share(figures.auc)}    ${share(figures.balanced_accuracy)}  ${caughtCells(figures.caught_at)}`;
  }),
  '  (balanced accuracy at the threshold that is best for these very claims)',
  '',
];

const languageLines = ({ claims }: EvaluationReport): string[] => [
  `${'claims by language'.padEnd(20)} claims    AUC  caught at 2%, 5%, 10%   verified, right   failing, wrong`,
  ...Object.entries(claims.by_language).map(
    ([lang, figures]) =>
      `  ${lang.padEnd(18)} ${String(figures.claims).padStart(6)}  ${share(figures.auc)}${caughtCells(figures.caught_at)} ${bandCell(figures.bands, 'verified')} ${bandCell(figures.bands, 'failing')}`,
  ),
  '',
];

const bandCell = (bands: Bands, band: 'verified' | 'failing'): string =>
  `${String(bands[band].count).padStart(9)}, ${share(bands[band].precision)}`;

const kindLines = ({ by_kind }: EvaluationReport): string[] => [
  'kind of claim        wrong  caught   right  flagged   verified: wrong, right   answers: missed, rewritten, handed over',
  ...Object.entries(by_kind).map(
    ([kind, figures]) =>
      `${kind.padEnd(20)} ${String(figures.wrong).padStart(5)}   ${share(figures.share_caught)}   ${String(figures.right).padStart(5)}   ${share(figures.share_flagged)}   ${String(figures.wrong_verified).padStart(15)} ${String(figures.right_verified).padStart(6)}            ${share(figures.rates.missed)}      ${share(figures.rates.false_rewrite)}        ${share(figures.rates.false_escalation)}`,
  ),
  '',
];

const confusionLines = ({ claims }: EvaluationReport): string[] => [
  'claims (rows: labelled by people)   supported  contradicted  unsupported  missed',
  ...Object.entries(claims.confusion).map(
    ([label, row]) =>
      `${label.padEnd(35)} ${['supported', 'contradicted', 'unsupported', 'missed']
        .map((name, i) => String(row[name] ?? 0).padStart([9, 13, 12, 7][i] ?? 8))
        .join(' ')}`,
  ),
  `balanced accuracy of the label     ${share(claims.balanced_accuracy)}`,
  `claims beside the labelled ones     ${claims.beside_gold}, of which failing ${claims.beside_gold_failing}`,
  '',
];
