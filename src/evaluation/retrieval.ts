import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { GroundingError } from '../core/index.js';
import { buildSnapshot, inForce } from '../core/indexing/index.js';
import { readText } from '../core/reading/index.js';
import {
  buildKnowledgeIndex,
  type KnowledgeIndex,
  RETRIEVAL_WEIGHTS,
  type RetrievalWeights,
  retrieveEvidence,
} from '../core/retrieval/index.js';
import { type Claim, Language, type SourceFile } from '../schema/index.js';

/** A line of `claims/NAME.jsonl` of a training benchmark, as far as retrieval is concerned. */
const BenchClaim = z.looseObject({
  id: z.string(),
  kb: z.string(),
  lang: Language,
  claim: z.string().min(1),
  kind: z.string().optional(),
  question: z.string().nullish(),
  evidence: z.array(z.string()),
  quote: z.string(),
  as_of: z.string().nullish(),
});
type BenchClaim = z.infer<typeof BenchClaim>;

const RANKS = [1, 3, 5, 10] as const;

/** Shares in [0, 1] of the claims of which the quoted passage is among the first k. */
export interface RetrievalFigures {
  claims: number;
  /** At least one of the quoted passages. */
  any: Record<string, number>;
  /** All of them. */
  all: Record<string, number>;
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
  /** Mean time of a query over the indexes as they are, reading of the claim not counted. */
  mean_query_ms: number;
  missed: { id: string; claim: string; quote: string; rank: number | null }[];
}

/**
 * Measures how often the passage that a claim's author quoted is found, over a benchmark with `kb/NAME/` and
 * `claims/NAME.jsonl`. A claim without `as_of` takes the latest of its file.
 */
export async function evaluateRetrieval(
  benchDir: string,
  weights: RetrievalWeights = RETRIEVAL_WEIGHTS,
  onProgress: (line: string) => void = () => undefined,
): Promise<RetrievalEvaluation> {
  const tally = new Tally();
  const leftOut = { without_quote: 0, not_in_force: 0, not_indexed: 0 };
  const missed: RetrievalEvaluation['missed'] = [];
  let [passages, queries, elapsedMs] = [0, 0, 0];
  for (const { name, index, files, claims } of await loadBench(benchDir)) {
    onProgress(`${name}: ${claims.length} claims`);
    passages += index.entries.length;
    const latest =
      claims
        .map((claim) => claim.as_of ?? '')
        .sort()
        .at(-1) ?? '';
    for (const claim of claims) {
      if (claim.quote === '') {
        leftOut.without_quote += 1;
        continue;
      }
      const asOf = claim.as_of ?? (latest === '' ? '2026-06-01' : latest);
      const quotes = quotedPassages(claim, files, index);
      if (quotes.some((ordinals) => ordinals.length === 0)) {
        leftOut.not_indexed += 1;
        continue;
      }
      const isActive = (ordinal: number) => {
        const passage = index.entries[ordinal]?.passage;
        return passage !== undefined && inForce(passage, asOf);
      };
      const reachable = quotes
        .map((ordinals) => ordinals.filter(isActive))
        .filter((ordinals) => ordinals.length > 0);
      if (reachable.length === 0) {
        leftOut.not_in_force += 1;
        continue;
      }
      const query = toClaim(claim);
      const reading = readText(query.text, query.lang, index.vocabulary);
      const started = performance.now();
      const found = await retrieveEvidence(
        { claim: query, reading },
        index,
        { as_of: asOf, limit: 10, extra: [] },
        weights,
      );
      elapsedMs += performance.now() - started;
      queries += 1;
      const ranks = reachable.map((ordinals) => found.findIndex(({ ordinal }) => ordinals.includes(ordinal)));
      tally.add([`lang ${claim.lang}`, `kind ${claim.kind ?? 'not named'}`, `kb ${name}`], ranks);
      const rank = Math.min(...ranks.map((each) => (each === -1 ? Number.POSITIVE_INFINITY : each + 1)));
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
    mean_query_ms: elapsedMs / Math.max(1, queries),
    missed,
  };
}

interface BenchBase {
  name: string;
  files: SourceFile[];
  index: KnowledgeIndex;
  claims: BenchClaim[];
}

const loaded = new Map<string, Promise<BenchBase[]>>();

/** Indexes are kept by folder, so that weights can be compared without reading everything again. */
function loadBench(benchDir: string): Promise<BenchBase[]> {
  const known = loaded.get(benchDir);
  if (known !== undefined) return known;
  const loading = (async () => {
    const bases: BenchBase[] = [];
    for (const file of await claimFiles(benchDir)) {
      const name = file.replace(/\.jsonl$/, '');
      const files = await readFolder(join(benchDir, 'kb', name));
      const glossary = await readFile(join(benchDir, 'kb', name, 'glossary.yaml'), 'utf8').catch(
        () => undefined,
      );
      const { snapshot } = await buildSnapshot(name, files, { glossary });
      const lines = (await readFile(join(benchDir, 'claims', file), 'utf8'))
        .split('\n')
        .filter((line) => line.trim() !== '');
      const claims = lines.map((line) => BenchClaim.parse(JSON.parse(line)));
      bases.push({ name, files, index: buildKnowledgeIndex(snapshot), claims });
    }
    return bases;
  })();
  loaded.set(benchDir, loading);
  return loading;
}

/** @throws {GroundingError} request-invalid: no folder of claims, or none in it. */
async function claimFiles(benchDir: string): Promise<string[]> {
  const folder = join(benchDir, 'claims');
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.jsonl')).sort();
  if (files.length === 0)
    throw new GroundingError('request-invalid', {
      detail: `No claims were found: ${folder} holds no .jsonl file. Name a folder with kb/NAME/ and claims/NAME.jsonl.`,
    });
  return files;
}

async function readFolder(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(md|csv|json)$/.test(entry.name));
  return Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return { source: relative(folder, path).split(sep).join('/'), text: await readFile(path, 'utf8') };
    }),
  );
}

/** Per quoted text the ordinals of the passages that overlap it by half of the shorter. */
function quotedPassages(claim: BenchClaim, files: readonly SourceFile[], index: KnowledgeIndex): number[][] {
  return claim.quote.split(' || ').map((quote) => {
    const ordinals: number[] = [];
    for (const file of files) {
      if (!claim.evidence.includes(file.source)) continue;
      const start = file.text.indexOf(quote);
      if (start === -1) continue;
      const end = start + quote.length;
      index.entries.forEach(({ passage }, ordinal) => {
        if (passage.source !== file.source) return;
        const shared = Math.min(end, passage.end_char) - Math.max(start, passage.start_char);
        if (shared >= 0.5 * Math.min(quote.length, passage.end_char - passage.start_char))
          ordinals.push(ordinal);
      });
    }
    return ordinals;
  });
}

function toClaim({ claim, lang, question }: BenchClaim): Claim {
  return {
    text: claim,
    start_char: 0,
    end_char: claim.length,
    subject: 'rule',
    lang,
    context: {
      question: question ?? null,
      premises: question == null ? [] : [question],
      antecedents: [],
      lead_ins: [],
    },
  };
}

class Tally {
  readonly #groups = new Map<string, { claims: number; any: number[]; all: number[] }>();

  /** `ranks` counts from 0, −1 = not found. */
  add(groups: readonly string[], ranks: readonly number[]): void {
    for (const key of ['overall', ...groups]) {
      const group = this.#groups.get(key) ?? { claims: 0, any: RANKS.map(() => 0), all: RANKS.map(() => 0) };
      group.claims += 1;
      RANKS.forEach((limit, at) => {
        const within = (rank: number) => rank !== -1 && rank < limit;
        if (ranks.some(within)) group.any[at] = (group.any[at] ?? 0) + 1;
        if (ranks.every(within)) group.all[at] = (group.all[at] ?? 0) + 1;
      });
      this.#groups.set(key, group);
    }
  }

  figures(): Pick<RetrievalEvaluation, 'overall' | 'by_language' | 'by_kind' | 'by_knowledge_base'> {
    const of = (key: string): RetrievalFigures => {
      const group = this.#groups.get(key) ?? { claims: 0, any: [], all: [] };
      const shares = (counts: readonly number[]) =>
        Object.fromEntries(
          RANKS.map((rank, at) => [`at_${rank}`, (counts[at] ?? 0) / Math.max(1, group.claims)]),
        );
      return { claims: group.claims, any: shares(group.any), all: shares(group.all) };
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
