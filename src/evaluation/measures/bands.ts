import type { DecisionAction, VerdictBand } from '../../schema/index.js';

/** One band: which share of all is in it, and which share of it is as the band says. */
export interface BandFigures {
  count: number;
  share: number;
  right: number;
  /** Share that is right, for `failing` share that is wrong; null for an empty band. */
  precision: number | null;
}

export type Bands = Record<VerdictBand, BandFigures>;

/** Counts what people called right or wrong by band. */
export const bandFigures = (items: readonly { band: VerdictBand; right: boolean }[]): Bands => {
  const of = (band: VerdictBand): BandFigures => {
    const inside = items.filter((item) => item.band === band);
    const right = inside.filter((item) => item.right).length;
    const asSaid = band === 'failing' ? inside.length - right : right;
    return {
      count: inside.length,
      share: items.length === 0 ? 0 : inside.length / items.length,
      right,
      precision: inside.length === 0 ? null : asSaid / inside.length,
    };
  };
  return { verified: of('verified'), not_verified: of('not_verified'), failing: of('failing') };
};

/** What operators feel: shares in [0, 1] of wrong answers that pass and of right answers that do not; null without any. */
export interface ErrorRates {
  right: number;
  wrong: number;
  /** Wrong answers that pass. */
  missed: number | null;
  /** Right answers that are rewritten. */
  false_rewrite: number | null;
  /** Right answers that are handed to a person or blocked. */
  false_escalation: number | null;
}

export const errorRates = (
  items: readonly { decision: DecisionAction; expected: 'pass' | 'intervene' | null }[],
): ErrorRates => {
  const right = items.filter((item) => item.expected === 'pass');
  const wrong = items.filter((item) => item.expected === 'intervene');
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  const count = (some: typeof items, ...actions: DecisionAction[]): number =>
    some.filter((item) => actions.includes(item.decision)).length;
  return {
    right: right.length,
    wrong: wrong.length,
    missed: share(count(wrong, 'pass'), wrong.length),
    false_rewrite: share(count(right, 'rewrite'), right.length),
    false_escalation: share(count(right, 'escalate', 'block'), right.length),
  };
};
