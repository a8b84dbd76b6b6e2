import {
  REWRITING_WAYS,
  type RewriterReport,
  type RewritingWay,
  type WayFigures,
} from '../evaluate-rewriter.js';
import type { KeptText } from '../measures/kept-text.js';

const NAMES: Record<RewritingWay, string> = { clauses: 'clauses alone', model: 'with the rewriter' };
const NAME_WIDTH = 44;
const CELL_WIDTH = 20;

const share = (value: number | null): string => (value === null ? '-' : value.toFixed(3));
const claims = ({ kept_claims, right_claims }: KeptText): string => `${kept_claims} of ${right_claims}`;

const ROWS: readonly (readonly [name: string, of: (way: WayFigures) => string])[] = [
  ['answers', ({ answers }) => String(answers)],
  ['wrong answers rewritten', ({ wrong }) => String(wrong.answers)],
  ['  of their right words kept', ({ wrong }) => share(wrong.share_kept)],
  ['  of their right claims kept letter by letter', ({ wrong }) => claims(wrong)],
  ['  words delivered for each of the bot’s', ({ wrong }) => share(wrong.length_ratio)],
  ['right answers rewritten', ({ right }) => String(right.answers)],
  ['  of their right words kept', ({ right }) => share(right.share_kept)],
  ['  of their right claims kept letter by letter', ({ right }) => claims(right)],
  ['  words delivered for each of the bot’s', ({ right }) => share(right.length_ratio)],
  ['answers that could not be repaired', ({ unrepaired }) => String(unrepaired)],
  ['parts by the model, by clauses, by neither', ({ parts: p }) => `${p.model}, ${p.clauses}, ${p.none}`],
  ['calls', ({ calls }) => String(calls)],
  [
    'tokens a rewritten answer, in and out',
    ({ tokens_per_rewrite: { input, output } }) => `${input.toFixed(0)}, ${output.toFixed(0)}`,
  ],
  ['wait p50, p95 (ms)', ({ wait_ms: { p50, p95 } }) => `${p50.toFixed(0)}, ${p95.toFixed(0)}`],
  ['cost of 1,000 rewritten answers', ({ cost_per_1000_rewrites: cost }) => cost?.toFixed(2) ?? '-'],
];

/** Both ways side by side, as lines for a terminal. */
export const formatRewriter = ({ model, ways }: RewriterReport): string => {
  const line = (name: string, cells: readonly string[]): string =>
    name.padEnd(NAME_WIDTH) + cells.map((cell) => cell.padStart(CELL_WIDTH)).join('');
  return [
    `rewriter: ${model}`,
    line(
      '',
      REWRITING_WAYS.map((way) => NAMES[way]),
    ),
    ...ROWS.map(([name, cell]) =>
      line(
        name,
        REWRITING_WAYS.map((way) => cell(ways[way])),
      ),
    ),
    ...Object.entries(ways.model.faults).map(([fault, count]) => `not taken: ${count} for ${fault}`),
  ].join('\n');
};
