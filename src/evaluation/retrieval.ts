import { readText } from '../core/reading/index.js';
import {
  type DenseSearch,
  type KnowledgeIndex,
  RETRIEVAL_WEIGHTS,
  type RetrievalWeights,
  type RetrievedPassage,
  retrieveEvidence,
} from '../core/retrieval/index.js';
import { loadQuotedClaims, passagesQuoted, toClaim } from './training/quoted-claims.js';

const RANKS = [1, 3, 5, 10] as const;
/** So many that the first ten units are among them: the mean is 20 passages in all. */
const FOUND_MAX = 40;
const OF_A_UNIT_MAX = 3;

/** Shares in [0, 1] of the claims of which the quoted passage is among the first k. */
export interface RetrievalFigures {
  claims: number;
  /** At least one of the quoted passages. */
  any: Record<string, number>;
  /** All of them. */
  all: Record<string, number>;
  /** At least one of them among the first k units: a paragraph, list or table counts once, with its three best passages. */
  any_in_units: Record<string, number>;
}

export interface RetrievalEvaluation {
  overall: RetrievalFigures;
  by_language: Record<string, RetrievalFigures>;
  /** By kind of claim, as its author named it. */
  by_kind: Record<string, RetrievalFigures>;
  by_knowledge_base: Record<string, RetrievalFigures>;
  /** Claims left out: no quote, or none of the quoted passages in force at the claim's day. */
  left_out: { without_quote: number; not_in_force: number; not_indexed: number };
  passages: number;
  /** Mean number of passages that the first five units are, each with its three best. */
  passages_of_five_units: number;
  /** Mean time of a query over the indexes as they are, reading of the claim not counted. */
  mean_query_ms: number;
  missed: { id: string; claim: string; quote: string; rank: number | null }[];
}

/**
 * Measures how often the passage that a claim's author quoted is found, over a benchmark with `kb/NAME/` and
 * `claims/NAME.jsonl`. A claim without `as_of` takes the latest of its file.
 * @param denseOf gives the dense half of an index; default: the local embedding.
 */
export async function evaluateRetrieval(
  benchDir: string,
  weights: RetrievalWeights = RETRIEVAL_WEIGHTS,
  onProgress: (line: string) => void = () => undefined,
  denseOf: (index: KnowledgeIndex) => Promise<DenseSearch | null> = async () => null,
): Promise<RetrievalEvaluation> {
  const tally = new Tally();
  const leftOut = { without_quote: 0, not_in_force: 0, not_indexed: 0 };
  const missed: RetrievalEvaluation['missed'] = [];
  let [passages, queries, elapsedMs, ofFiveUnits] = [0, 0, 0, 0];
  for (const base of await loadQuotedClaims(benchDir)) {
    const { name, index, claims } = base;
    onProgress(`${name}: ${claims.length} claims`);
    passages += index.entries.length;
    const dense = (await denseOf(index)) ?? undefined;
    for (const claim of claims) {
      const quotes = passagesQuoted(claim, base);
      if (typeof quotes === 'string') {
        leftOut[quotes] += 1;
        continue;
      }
      const { as_of, quoted } = quotes;
      const query = toClaim(claim);
      const reading = readText(query.text, query.lang, index.vocabulary);
      const started = performance.now();
      const found = await retrieveEvidence(
        { claim: query, reading },
        index,
        { as_of, limit: FOUND_MAX, extra: [], dense },
        weights,
      );
      elapsedMs += performance.now() - started;
      queries += 1;
      const ranks = quoted.map((ordinals) => found.findIndex(({ ordinal }) => ordinals.includes(ordinal)));
      const units = unitsOf(found);
      const unit = units.findIndex((own) =>
        own.some(({ ordinal }) => quoted.some((ordinals) => ordinals.includes(ordinal))),
      );
      ofFiveUnits += units.slice(0, 5).flat().length;
      tally.add([`lang ${claim.lang}`, `kind ${claim.kind ?? 'not named'}`, `kb ${name}`], ranks, unit);
      const rank = Math.min(
        ...ranks.map((each) => (each === -1 || each >= 10 ? Number.POSITIVE_INFINITY : each + 1)),
      );
      if (rank > 3)
        missed.push({
          id: claim.id,
          claim: claim.claim,
          quote: claim.quote,
          rank: Number.isFinite(rank) ? rank : null,
        });
    }
  }
  return {
    ...tally.figures(),
    left_out: leftOut,
    passages,
    passages_of_five_units: ofFiveUnits / Math.max(1, queries),
    mean_query_ms: elapsedMs / Math.max(1, queries),
    missed,
  };
}

/** Passages by paragraph, list or table, in the order in which the best of each stands; of each the best three. */
const unitsOf = (found: readonly RetrievedPassage[]): RetrievedPassage[][] => {
  const units = new Map<string, RetrievedPassage[]>();
  for (const item of found) {
    const { block_id } = item.passage;
    const unit = units.get(block_id);
    if (unit === undefined) units.set(block_id, [item]);
    else if (unit.length < OF_A_UNIT_MAX) unit.push(item);
  }
  return [...units.values()];
};

interface Counts {
  claims: number;
  any: number[];
  all: number[];
  units: number[];
}

const noCounts = (): Counts => ({
  claims: 0,
  any: RANKS.map(() => 0),
  all: RANKS.map(() => 0),
  units: RANKS.map(() => 0),
});

class Tally {
  readonly #groups = new Map<string, Counts>();

  /** Ranks count from 0, −1 = not found. */
  add(groups: readonly string[], ranks: readonly number[], unit: number): void {
    for (const key of ['overall', ...groups]) {
      const group = this.#groups.get(key) ?? noCounts();
      group.claims += 1;
      RANKS.forEach((limit, at) => {
        const within = (rank: number) => rank !== -1 && rank < limit;
        if (within(unit)) group.units[at] = (group.units[at] ?? 0) + 1;
        if (ranks.some(within)) group.any[at] = (group.any[at] ?? 0) + 1;
        if (ranks.every(within)) group.all[at] = (group.all[at] ?? 0) + 1;
      });
      this.#groups.set(key, group);
    }
  }

  figures(): Pick<RetrievalEvaluation, 'overall' | 'by_language' | 'by_kind' | 'by_knowledge_base'> {
    const of = (key: string): RetrievalFigures => {
      const group = this.#groups.get(key) ?? noCounts();
      const shares = (counts: readonly number[]) =>
        Object.fromEntries(
          RANKS.map((rank, at) => [`at_${rank}`, (counts[at] ?? 0) / Math.max(1, group.claims)]),
        );
      return {
        claims: group.claims,
        any: shares(group.any),
        all: shares(group.all),
        any_in_units: shares(group.units),
      };
    };
    const under = (prefix: string) =>
      Object.fromEntries(
        [...this.#groups.keys()]
          .sort()
          .filter((key) => key.startsWith(prefix))
          .map((key) => [key.slice(prefix.length), of(key)]),
      );
    return {
      overall: of('overall'),
      by_language: under('lang '),
      by_kind: under('kind '),
      by_knowledge_base: under('kb '),
    };
  }
}
