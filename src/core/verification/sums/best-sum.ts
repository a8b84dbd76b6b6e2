import type { Quantity } from '../../../schema/index.js';
import { isDay } from '../numbers/calendar.js';
import type { Figure, SumFigures } from './figures.js';

/** How a number follows from others. Shares are in [0, 1]. */
export interface Derivation {
  /** The sum in words, for people. */
  words: string;
  /** Values of the policies that it uses, and the places of their passages among the evidence. */
  operands: readonly Quantity[];
  places: readonly number[];
  /** Numbers of the claim and of the customer that it uses. */
  given: readonly Quantity[];
  /** Share of the claim's other numbers that it uses. */
  uses: number;
  /** Least share of the claim's words that a passage it rests on holds. */
  cover: number;
  /** Least share of the words that say what an operand is the number of that the claim names. */
  fit: number;
  /** 1 for two operands, less for each further one. */
  simple: number;
}

const TOLERANCE = 0.006; // half a cent, the rounding of amounts
const PENALTY = 0.25;

/** Collects the sums that give a target, and keeps the one that accounts best for the claim. */
export class BestSum {
  private best: { derivation: Derivation; score: number } | null = null;
  private readonly wanted: number;
  private readonly tolerance: number;
  readonly target: Quantity;
  private readonly figures: SumFigures;

  constructor(target: Quantity, wanted: number, figures: SumFigures) {
    this.target = target;
    this.figures = figures;
    this.wanted = wanted;
    this.tolerance = target.kind === 'points' ? 0.5 : TOLERANCE;
  }

  get found(): Derivation | null {
    return this.best?.derivation ?? null;
  }

  /** Whether a value is the target's; amounts that are given without cents may be rounded. */
  is(value: number): boolean {
    if (this.target.kind === 'date') return isDay(this.target, value, this.figures.today);
    const miss = Math.abs(value - this.wanted);
    return value !== 0 && miss <= Math.max(this.tolerance, Math.abs(value) * 1e-6);
  }

  /** Keeps a sum when it accounts better for the claim than the ones before. */
  keep(words: () => string, operands: readonly Figure[]): void {
    const distinct = [...new Set(operands)];
    const claimed = this.figures.claimed.filter(({ quantity }) => quantity.value !== 1);
    const uses =
      claimed.length === 0
        ? 1
        : claimed.filter((figure) => distinct.includes(figure)).length / claimed.length;
    const policy = distinct.filter(({ place }) => place >= 0);
    if (policy.length === 0 || policy.some(({ amount }) => amount === 0)) return;
    // A number that was told is no result of itself and one.
    if (distinct.some(({ place, amount }) => place < 0 && this.is(amount))) return;
    const cover = Math.min(...policy.map((figure) => figure.cover));
    const places = new Set(policy.map(({ place }) => place)).size;
    const simple = Math.max(0, 1 - PENALTY * (distinct.length - 2) - PENALTY * (places - 1));
    const fit = Math.min(...policy.map((figure) => figure.fit));
    const score = uses + fit + 0.6 * cover + 0.5 * simple;
    if (this.best !== null && this.best.score >= score) return;
    this.best = {
      derivation: {
        words: words(),
        operands: policy.map(({ quantity }) => quantity),
        places: [...new Set(policy.map(({ place }) => place))],
        given: distinct.filter(({ place }) => place < 0).map(({ quantity }) => quantity),
        uses,
        cover,
        fit,
        simple,
      },
      score,
    };
  }
}
