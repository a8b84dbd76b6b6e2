import { join } from 'node:path';
import { type PackedEvidence, packEvidence } from '../core/verification/judge/index.js';
import type { Claim } from '../schema/index.js';
import { benchCases, type EvaluationCase } from './evaluation-case.js';
import { loadKnowledgeBases, readTextFile } from './load-bench.js';
import { type BenchBase, loadQuotedClaims, passagesQuoted, toClaim } from './training/quoted-claims.js';

/** How often a judge is shown what decides a claim. */
export interface JudgeEvidence {
  claims: number;
  /** Share of claims of which every quoted passage is shown, and of which one is. */
  every_quote: number;
  a_quote: number;
  /** Share of supported claims with a quoted passage in a section that may bear the claim out. */
  quote_near: number;
  /** Mean number of characters and of passages shown. */
  mean_chars: number;
  mean_passages: number;
  missed: { id: string; claim: string; quote: string }[];
}

export interface JudgeEvidenceOptions {
  /** Most characters of evidence. */
  chars: number;
  /** Claims that are asked about together: neighbours in their file, as those of one answer would be. */
  together: number;
}

const NEVER = new AbortController().signal;

/** Measures on a training benchmark whether the passages that a claim's author quoted are among those a judge is shown. */
export async function evaluateJudgeEvidence(
  benchDir: string,
  options: JudgeEvidenceOptions,
  onProgress: (line: string) => void = () => undefined,
): Promise<JudgeEvidence> {
  const sums = { claims: 0, every: 0, any: 0, supported: 0, near: 0, packs: 0, chars: 0, passages: 0 };
  const missed: JudgeEvidence['missed'] = [];
  for (const base of await loadQuotedClaims(benchDir)) {
    onProgress(`${base.name}: ${base.claims.length} claims`);
    for (const group of groupsOf(base, options.together)) {
      const claims = group.map(({ claim }) => claim);
      const evidence = await packed(claims, base, group[0]?.as_of ?? base.latest, options.chars);
      sums.packs += 1;
      sums.chars += charsOf(evidence);
      sums.passages += evidence.items.length;
      const shown = new Map(evidence.items.map((item) => [item.passage?.id ?? '', item]));
      for (const [i, { id, claim, quote, label, quoted }] of group.entries()) {
        const found = quoted.map((ordinals) =>
          ordinals.flatMap((ordinal) => shown.get(base.index.entries[ordinal]?.passage.id ?? '') ?? []),
        );
        sums.claims += 1;
        if (found.some((items) => items.length > 0)) sums.any += 1;
        if (found.every((items) => items.length > 0)) sums.every += 1;
        else missed.push({ id, claim: claim.text, quote });
        if (label !== 'supported') continue;
        sums.supported += 1;
        const isNear = evidence.sections.some(
          ({ items }, place) =>
            evidence.nearest[i]?.has(place) === true && items.some((one) => found.flat().includes(one)),
        );
        if (isNear) sums.near += 1;
      }
    }
  }
  return {
    claims: sums.claims,
    every_quote: sums.every / Math.max(1, sums.claims),
    a_quote: sums.any / Math.max(1, sums.claims),
    quote_near: sums.near / Math.max(1, sums.supported),
    mean_chars: sums.chars / Math.max(1, sums.packs),
    mean_passages: sums.passages / Math.max(1, sums.packs),
    missed,
  };
}

interface QuotedClaim {
  id: string;
  claim: Claim;
  quote: string;
  label: string | undefined;
  as_of: string;
  quoted: number[][];
}

/** Claims with a quote in force, so many together as an answer holds, those of one day only. */
function groupsOf(base: BenchBase, together: number): QuotedClaim[][] {
  const groups: QuotedClaim[][] = [];
  for (const item of base.claims) {
    const quotes = passagesQuoted(item, base);
    if (typeof quotes === 'string') continue;
    const claim = { id: item.id, claim: toClaim(item), quote: item.quote, label: item.label, ...quotes };
    const last = groups.at(-1);
    if (last !== undefined && last.length < together && last[0]?.as_of === claim.as_of) last.push(claim);
    else groups.push([claim]);
  }
  return groups;
}

const packed = (
  claims: readonly Claim[],
  { index }: Pick<BenchBase, 'index'>,
  as_of: string,
  chars: number,
): Promise<PackedEvidence> =>
  packEvidence(claims, { index, as_of, context: [], tool_results: [], chars, signal: NEVER });

const charsOf = ({ items }: PackedEvidence): number => items.reduce((sum, { text }) => sum + text.length, 0);

/** The same for answers of a benchmark, whose claims name the files that decide them and quote nothing. */
export interface JudgeEvidenceOfAnswers {
  claims: number;
  /** Share of claims of which every named file in force has a passage shown. */
  every_file: number;
  mean_chars: number;
}

/** Measures on the answers of a benchmark folder whether the files that decide a claim are among those shown. */
export async function evaluateAnswerEvidence(
  benchDir: string,
  chars: number,
): Promise<JudgeEvidenceOfAnswers> {
  const indexes = await loadKnowledgeBases(benchDir);
  const cases = benchCases(await readTextFile(join(benchDir, 'cases.jsonl')));
  const sums = { claims: 0, every: 0, packs: 0, chars: 0 };
  for (const item of cases) {
    const index = indexes.get(item.knowledge_base ?? '');
    if (index === undefined || item.claims.length === 0) continue;
    const evidence = await packed(
      item.claims.map((gold) => claimOf(gold.text, item)),
      { index },
      item.as_of,
      chars,
    );
    sums.packs += 1;
    sums.chars += charsOf(evidence);
    const sources = new Set(evidence.items.map(({ passage }) => passage?.source));
    const active = index.inForceAt(item.as_of);
    const inForce = new Set(
      index.entries.filter((_, ordinal) => active[ordinal] === 1).map(({ passage }) => passage.source),
    );
    for (const { evidence: named = [] } of item.claims) {
      const files = named.filter((file) => inForce.has(file));
      if (files.length === 0) continue;
      sums.claims += 1;
      if (files.every((file) => sources.has(file))) sums.every += 1;
    }
  }
  return {
    claims: sums.claims,
    every_file: sums.every / Math.max(1, sums.claims),
    mean_chars: sums.chars / Math.max(1, sums.packs),
  };
}

const claimOf = (text: string, { lang, messages }: EvaluationCase): Claim => {
  const question = messages.findLast(({ role }) => role === 'user')?.content ?? null;
  return {
    text,
    start_char: 0,
    end_char: text.length,
    subject: 'rule',
    lang: lang.startsWith('fr') ? 'fr' : 'en',
    context: { question, premises: question === null ? [] : [question], antecedents: [], lead_ins: [] },
  };
};
