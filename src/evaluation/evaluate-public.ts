import { join } from 'node:path';
import { z } from 'zod';
import { GroundingError } from '../core/index.js';
import { buildSnapshot } from '../core/indexing/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../core/retrieval/index.js';
import type { Decisions, GroundedAnswer } from '../schema/index.js';
import { datasetCases, type EvaluationCase, jsonLines } from './evaluation-case.js';
import { emptyIndex, groundCase } from './ground-case.js';
import { readTextFile } from './load-bench.js';
import { compareWithFloors, type RankingFigures } from './measures/floors.js';
import { type FiguresWithIntervals, figuresWithIntervals, seededRandom } from './measures/metrics.js';
import type { PublicSet } from './public-sets.js';

/** An answer that was intervened on, with the claims that led to it. */
export interface PublicIntervention {
  id: string;
  expected: EvaluationCase['expected'];
  decision: string;
  claims: { text: string; label: string; findings: string[] }[];
}

/** One data set, measured; shares in [0, 1]. */
export interface PublicFigures extends Omit<PublicSet, 'files'> {
  /** Lines of the set, and those that were drawn. */
  lines: number;
  answers: number;
  right: number;
  wrong: number;
  overall: FiguresWithIntervals;
  /** Answers by the risk of their riskiest claim, and by the words shared with the best sentence of the context. */
  ranking: RankingFigures;
  word_overlap: RankingFigures;
  unlabelled: { answers: number; flagged: number };
  seconds: number;
  interventions: PublicIntervention[];
}

export interface PublicOptions {
  decisions: Decisions;
  /** Lines drawn of each set, with a fixed seed; 0: all. */
  sample: number;
  nowMs: () => number;
  onProgress?: (line: string) => void;
}

const SEED = 20_260_301;

/** Runs one public data set of a data folder. @throws {GroundingError} request-invalid: a file of it is not there. */
export const evaluatePublicSet = async (
  dataFolder: string,
  set: PublicSet,
  options: PublicOptions,
): Promise<PublicFigures> => {
  const started = options.nowMs();
  const lines: PublicLine[] = [];
  for (const file of set.files) lines.push(...linesOf(await readSetFile(dataFolder, file), set));
  const drawn = drawnFrom(lines, options.sample);
  const empty = await emptyIndex();
  const policies = new Map<string, KnowledgeIndex>();
  const evaluated: { item: EvaluationCase; outcome: GroundedAnswer }[] = [];
  for (const { item, policy } of drawn) {
    let index = empty;
    if (policy !== null) {
      index = policies.get(policy) ?? (await policyIndex(dataFolder, set, policy));
      policies.set(policy, index);
    }
    evaluated.push({ item, outcome: await groundCase(item, index, options.decisions) });
    options.onProgress?.(`${set.name}: ${evaluated.length} of ${drawn.length}`);
  }
  const labelled = evaluated.filter(({ item }) => item.expected !== null);
  const { ours, word_overlap } = compareWithFloors(
    labelled.map(({ item, outcome }) => ({
      text: item.answer,
      wrong: item.expected === 'intervene',
      passages: sentencesOf(item),
      risk: outcome.claims.reduce((risk, claim) => Math.max(risk, 1 - claim.score), 0),
    })),
    null,
  );
  const unlabelled = evaluated.filter(({ item }) => item.expected === null);
  const { files: _files, ...told } = set;
  return {
    ...told,
    lines: lines.length,
    answers: drawn.length,
    right: labelled.filter(({ item }) => item.expected === 'pass').length,
    wrong: labelled.filter(({ item }) => item.expected === 'intervene').length,
    overall: figuresWithIntervals(
      labelled.map(({ item, outcome }) => ({
        expected: item.expected === 'pass' ? 'pass' : 'intervene',
        intervened: outcome.decision !== 'pass',
      })),
    ),
    ranking: ours,
    word_overlap,
    unlabelled: {
      answers: unlabelled.length,
      flagged: unlabelled.filter(({ outcome }) => outcome.decision !== 'pass').length,
    },
    seconds: (options.nowMs() - started) / 1_000,
    interventions: evaluated.flatMap(({ item, outcome }) =>
      outcome.decision === 'pass' ? [] : [interventionOf(item, outcome)],
    ),
  };
};

interface PublicLine {
  item: EvaluationCase;
  /** The policy file that the agent worked under; the context is then the customer's own case. */
  policy: string | null;
}

const Replied = z.looseObject({ meta: z.looseObject({ policy: z.string() }) });

const linesOf = (jsonl: string, set: PublicSet): PublicLine[] => {
  const items = datasetCases(jsonl);
  if (set.holds !== 'replies') return items.map((item) => ({ item, policy: null }));
  const policies = jsonLines(jsonl).map((line) => Replied.parse(line).meta.policy);
  return items.map((item, i) => ({
    item: { ...item, context: [], case_facts: item.context.map((given) => given.text) },
    policy: policies[i] ?? null,
  }));
};

const readSetFile = async (dataFolder: string, file: string): Promise<string> => {
  for (const name of [file, `${file}.gz`]) {
    const text = await readTextFile(join(dataFolder, name)).catch(() => null);
    if (text !== null) return text;
  }
  throw new GroundingError('request-invalid', {
    detail: `${join(dataFolder, file)} (or .gz) could not be read. Name the folder that holds the public data sets, or choose sets with --only.`,
  });
};

const policyIndex = async (dataFolder: string, set: PublicSet, policy: string): Promise<KnowledgeIndex> => {
  const folder = set.files[0]?.split('/')[0] ?? '';
  const text = await readSetFile(dataFolder, `${folder}/${policy}`);
  const { snapshot } = await buildSnapshot(policy, [{ source: `policies/${policy}`, text }]);
  return buildKnowledgeIndex(snapshot);
};

/** `count` lines in their order, the same for the same seed; all for 0. */
const drawnFrom = <T>(lines: readonly T[], count: number): T[] => {
  if (count === 0 || count >= lines.length) return [...lines];
  const random = seededRandom(SEED);
  const places = lines.map((_, i) => i);
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random() * (places.length - i));
    [places[i], places[other]] = [places[other] ?? 0, places[i] ?? 0];
  }
  const taken = new Set(places.slice(0, count));
  return lines.filter((_, i) => taken.has(i));
};

const sentencesOf = (item: EvaluationCase): string[] =>
  [...item.context.map((given) => given.text), ...item.case_facts].flatMap((text) =>
    text.split(/\n|(?<=[.!?])\s/u).filter((sentence) => sentence.trim() !== ''),
  );

const interventionOf = (item: EvaluationCase, outcome: GroundedAnswer): PublicIntervention => ({
  id: item.id,
  expected: item.expected,
  decision: outcome.decision,
  claims: outcome.claims
    .filter((claim) => claim.band === 'failing')
    .map((claim) => ({
      text: claim.text,
      label: claim.label,
      findings: claim.findings.map((finding) => `${finding.check}: ${finding.message}`),
    })),
});
