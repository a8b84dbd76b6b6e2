import type { BenchLanes } from '../bench-lanes.js';
import type { LaneEvaluation } from '../evaluate-lanes.js';
import type { Gain, RankingGains } from '../measures/compare-rankings.js';
import type { RankingFigures } from '../measures/floors.js';
import type { LaneFigures } from '../measures/lane-figures.js';

const share = (value: number | null | undefined): string =>
  value === null || value === undefined ? '  -  ' : value.toFixed(3);

/** Lanes as a table for a terminal; what they are worth together below. */
export const formatLanes = ({ operators, lanes, ranking, claims }: LaneEvaluation): string =>
  [
    `${claims.length} claims on ${operators.length} operators: ${operators.join(', ')}`,
    'precision counts one wrong claim in five; >80% is its lower bound; recall is of wrong (supports: of right) claims',
    '',
    ...laneTable(lanes),
    '',
    `${'ranking, held out'.padEnd(20)}   AUC  balanced  caught at 2%, 5%, 10% of right claims intervened on`,
    rankingRow('all', ranking.overall),
    ...Object.entries(ranking.by_language).map(([lang, figures]) => rankingRow(lang, figures)),
  ].join('\n');

/** What the checks are worth on the labelled claims of a benchmark, as a table for a terminal. */
export const formatBenchLanes = ({ folder, claims, lanes }: BenchLanes): string =>
  [`${claims} labelled claims of ${folder}`, '', ...laneTable(lanes)].join('\n');

const laneTable = (lanes: readonly LaneFigures[]): string[] => [
  `${'check'.padEnd(20)} ${'says'.padEnd(11)}  from   hits  ops  precision  >80%   recall   by language`,
  ...lanes.map(
    (lane) =>
      `${lane.check.padEnd(20)} ${lane.relation.padEnd(11)} ${lane.strength_min.toFixed(2).padStart(5)} ${String(lane.hits).padStart(6)} ${String(lane.operators).padStart(4)}      ${share(lane.precision)} ${share(lane.lower_80)}    ${share(lane.recall)}   ${Object.entries(
        lane.by_language,
      )
        .map(([lang, { hits, precision }]) => `${lang} ${share(precision)} of ${hits}`)
        .join(', ')
        .padEnd(34)}${lane.decides ? ' decides' : ''}`,
  ),
];

const rankingRow = (name: string, figures: RankingFigures): string =>
  `  ${name.padEnd(18)} ${share(figures.auc)}     ${share(figures.balanced_accuracy)}  ${Object.values(
    figures.caught_at,
  )
    .map((value) => share(value).padStart(8))
    .join('')}`;

/** Gains of one evaluation over another, by language; one whose interval excludes zero is marked. */
export const formatGains = (gains: Record<string, RankingGains | null>): string =>
  [
    `${'paired bootstrap'.padEnd(18)} claims   figure          before  after    gain   95% interval`,
    ...Object.entries(gains).flatMap(([name, of]) =>
      of === null
        ? [`  ${name.padEnd(16)} no right and wrong claims in common`]
        : [
            `  ${name.padEnd(16)} ${String(of.claims).padStart(6)}   AUC             ${gainCells(of.auc)}`,
            `  ${''.padEnd(16)} ${''.padStart(6)}   caught at 5%    ${gainCells(of.caught_at_5)}`,
            ...(of.unpaired > 0 ? [`  ${of.unpaired} claims stand in one of the two files only`] : []),
          ],
    ),
  ].join('\n');

const gainCells = ({ before, after, gain, interval_95: [low, high] }: Gain): string =>
  `${share(before)}  ${share(after)}  ${gain < 0 ? '' : '+'}${gain.toFixed(4)}  ${low.toFixed(4)} to ${high.toFixed(4)}${low > 0 ? '  better' : high < 0 ? '  worse' : ''}`;
