import type { PublicFigures } from '../evaluate-public.js';

const share = (value: number | null | undefined): string =>
  value === null || value === undefined ? '  -  ' : value.toFixed(3);

/** Most right answers of the over-blocking sets that may be intervened on. */
const OVER_BLOCKING_MAX = 0.05;

/** The data sets as a table for a terminal, published scores beside; the agents' interventions to be read below. */
export const formatPublic = (sets: readonly PublicFigures[]): string =>
  [
    'BAcc: balanced accuracy of what was decided; best: at the best threshold of the ranking, for us and for word overlap',
    'caught: at 5% of right answers intervened on; stopped, touched: wrong and right answers intervened on',
    '',
    `${'data set'.padEnd(18)} answers  right  wrong   BAcc    AUC   best (overlap)   caught  stopped  touched   published`,
    ...sets.map(rowOf),
    '',
    ...sets.flatMap(overBlocking),
    ...sets.filter((set) => set.name === 'tau airline').flatMap(interventionLines),
  ].join('\n');

const rowOf = (set: PublicFigures): string => {
  const published = set.published.map(({ who, figure, score }) => `${who} ${score} (${figure})`).join(', ');
  return `${set.name.padEnd(18)} ${String(set.answers).padStart(7)} ${String(set.right).padStart(6)} ${String(set.wrong).padStart(6)}  ${share(set.overall.balanced_accuracy)}  ${share(set.ranking.auc)}  ${share(set.ranking.balanced_accuracy)} (${share(set.word_overlap.balanced_accuracy)})    ${share(set.ranking.caught_at['0.05'])}    ${share(set.overall.recall)}    ${share(set.overall.false_block_rate)}   ${published}`;
};

const overBlocking = (set: PublicFigures): string[] => {
  if (set.holds !== 'right' && set.holds !== 'replies') return [];
  const { flagged, answers } = set.unlabelled;
  const touched = set.overall.false_block_rate;
  const aim =
    set.name === 'dstc9_faq' && touched !== null
      ? ` (aim: at most ${share(OVER_BLOCKING_MAX)}, ${touched <= OVER_BLOCKING_MAX ? 'met' : 'not met'})`
      : '';
  return [
    `${set.name}: ${share(touched)} of ${set.right} right answers intervened on${aim}${answers === 0 ? '' : `; ${flagged} of ${answers} replies of failed runs`}`,
  ];
};

const interventionLines = (set: PublicFigures): string[] => [
  '',
  `${set.name}: every intervention, to be read`,
  ...set.interventions.flatMap(({ id, expected, decision, claims }) => [
    `  ${id} (${expected === 'pass' ? 'run earned its reward' : 'run failed'}): ${decision}`,
    ...claims.flatMap((claim) => [
      `    ${claim.label}: ${claim.text.replace(/\s+/g, ' ')}`,
      ...claim.findings.map((finding) => `      ${finding}`),
    ]),
  ]),
];
