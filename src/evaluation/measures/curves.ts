/** An item that people called right or wrong, and the risk that somebody gave it; any scale, higher is worse. */
export interface RankedItem {
  risk: number;
  wrong: boolean;
}

/** Shares of right items intervened on at which the caught share of wrong ones is told. */
export const FALSE_INTERVENTIONS = [0.02, 0.05, 0.1] as const;

/** Share of wrong items caught, by the share of right ones intervened on: `{ "0.02": 0.1, … }`. */
export type CaughtAt = Record<string, number | null>;

/** Right and wrong items from each risk on, highest risk first. */
const byThreshold = (items: readonly RankedItem[]): { right: number; wrong: number }[] => {
  const sorted = [...items].sort((a, b) => b.risk - a.risk);
  const counts: { right: number; wrong: number }[] = [];
  let [right, wrong] = [0, 0];
  sorted.forEach((item, i) => {
    if (item.wrong) wrong++;
    else right++;
    if (sorted[i + 1]?.risk !== item.risk) counts.push({ right, wrong });
  });
  return counts;
};

const total = (items: readonly RankedItem[], wrong: boolean): number =>
  items.filter((item) => item.wrong === wrong).length;

/** The most that any threshold catches without intervening on more of the right ones; items of one risk fall together. */
export const caughtAt = (items: readonly RankedItem[]): CaughtAt => {
  const [wrongTotal, rightTotal] = [total(items, true), total(items, false)];
  const counts = byThreshold(items);
  return Object.fromEntries(
    FALSE_INTERVENTIONS.map((share) => {
      if (wrongTotal === 0 || rightTotal === 0) return [String(share), null];
      const within = counts.findLast(({ right }) => right <= share * rightTotal);
      return [String(share), (within?.wrong ?? 0) / wrongTotal];
    }),
  );
};

/** Mean of the shares caught and left alone at the best threshold for these very items; null without both kinds. */
export const bestBalancedAccuracy = (items: readonly RankedItem[]): number | null => {
  const [wrongTotal, rightTotal] = [total(items, true), total(items, false)];
  if (wrongTotal === 0 || rightTotal === 0) return null;
  return byThreshold(items).reduce(
    (best, { right, wrong }) => Math.max(best, (wrong / wrongTotal + 1 - right / rightTotal) / 2),
    0.5,
  );
};

/** Of the items with the lowest risk, `coverage` of all: which share is wrong. */
export interface CoveragePoint {
  coverage: number;
  risk: number;
}

const COVERAGES = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/** The risk–coverage curve of passing the least risky items first (El-Yaniv and Wiener 2010). */
export const riskCoverage = (items: readonly RankedItem[]): CoveragePoint[] => {
  if (items.length === 0) return [];
  const sorted = [...items].sort((a, b) => a.risk - b.risk);
  return COVERAGES.map((coverage) => {
    const passed = sorted.slice(0, Math.max(1, Math.round(coverage * sorted.length)));
    return { coverage, risk: total(passed, true) / passed.length };
  });
};
