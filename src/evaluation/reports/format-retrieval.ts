import type { RetrievalEvaluation, RetrievalFigures } from '../retrieval.js';

const RANKS = ['at_1', 'at_3', 'at_5', 'at_10'] as const;
const share = (value: number | undefined): string => (value ?? 0).toFixed(3).padStart(7);

/** Recall by rank as a table for a terminal. */
export const formatRetrieval = (evaluation: RetrievalEvaluation): string => {
  const { without_quote, not_in_force, not_indexed } = evaluation.left_out;
  return [
    'share of claims of which a quoted passage, or every one, is among the first k',
    '',
    `${'claims'.padStart(29)}  a passage: 1      3      5     10   every one: 1      3      5     10     a unit: 1      3      5     10`,
    row('all', evaluation.overall),
    ...group('language', evaluation.by_language),
    ...group('kind of claim', evaluation.by_kind),
    ...group('knowledge base', evaluation.by_knowledge_base),
    '',
    `left out: ${without_quote} without a quote, ${not_in_force} quoting nothing in force, ${not_indexed} quoting what no passage holds`,
    `a unit: a paragraph, list or table counts once, with its three best passages (${evaluation.passages_of_five_units.toFixed(1)} passages in five units)`,
    `${evaluation.passages} passages, ${evaluation.mean_query_ms.toFixed(2)} ms a query`,
  ].join('\n');
};

const group = (title: string, figures: Record<string, RetrievalFigures>): string[] => [
  '',
  title,
  ...Object.entries(figures).map(([name, of]) => row(`  ${name}`, of)),
];

const row = (name: string, { claims, any, all, any_in_units }: RetrievalFigures): string =>
  `${name.padEnd(20)} ${String(claims).padStart(8)}      ${RANKS.map((rank) => share(any[rank])).join('')}        ${RANKS.map((rank) => share(all[rank])).join('')}        ${RANKS.map((rank) => share(any_in_units[rank])).join('')}`;
