import { join } from 'node:path';
import { GroundingError } from '../../core/index.js';
import {
  type AffinityTable,
  FEATURE_NAMES,
  NETWORK_FEATURES,
  probability,
  type RiskModel,
} from '../../core/verification/index.js';
import { type NetworkModel, UNDECIDED } from '../../core/verification/network/index.js';
import { benchCases, type EvaluationCase } from '../evaluation-case.js';
import { readTextFile } from '../load-bench.js';
import { auc } from '../measures/metrics.js';
import { contradictionFit, modelOf, riskFit } from './fit-model.js';
import type { EvaluationJobs } from './jobs.js';
import type { LearnedClaim } from './learn-claims.js';
import { learnNetwork } from './network/learn-network.js';
import { trainAffinity } from './train-affinity.js';
import { knowledgeBaseNames, loadTrainingClaims, type TrainingClaim } from './training-claims.js';

const FOLDS = 3;

export interface Training {
  affinity: AffinityTable;
  network: NetworkModel;
  model: RiskModel;
  learned: LearnedClaim[];
  /** Area under the ROC curve over claims of knowledge bases that the model had not seen, by origin and overall. */
  held_out_auc: Record<string, number | null>;
}

/** What to run the work with, and whom to tell how far it is. */
export interface TrainingOptions {
  jobs: EvaluationJobs;
  /** Benchmark folder of labelled answers to learn from beside the claims; default: none. */
  answersFolder?: string;
  onProgress?: (line: string) => void;
}

/** The claims, or the answers, of one knowledge base, with the fold of operators that it belongs to. */
interface OperatorClaims {
  kb: string;
  fold: number;
  claims: TrainingClaim[];
}

interface OperatorAnswers {
  kb: string;
  fold: number;
  cases: EvaluationCase[];
  /** No check was written with its answers in view. */
  is_unread: boolean;
}

/**
 * Trains the table of related words and the risk model on the training claims, on counterfactuals of them and of the
 * policies' own sentences, and the model on labelled answers of other operators too. Every vector is made with a table
 * that its knowledge base had no part in. The same folder gives the same model. @throws {GroundingError} request-invalid: no such folder, or too few operators in it.
 */
export const trainVerifier = async (trainFolder: string, options: TrainingOptions): Promise<Training> => {
  const { jobs } = options;
  const tell = options.onProgress ?? (() => undefined);
  const read = await learnHeldOut(trainFolder, options);
  const network = await learnNetwork(
    read.rows.map(({ claim, fold }) => ({
      ...{ text: claim.text, kb: claim.item.kb, fold, weight: claim.weight },
      ...{ label: claim.item.label, kind: claim.item.kind, about: aboutOf(claim) },
    })),
    jobs,
    tell,
  );
  const learned = {
    ...read,
    rows: read.rows.map(({ claim, fold }, i) => ({ fold, claim: withNetwork(claim, network.held_out[i]) })),
  };
  const folds = [...new Set(learned.rows.map((row) => row.fold))];
  let fitted = 0;
  const [trees, contradiction, risk] = await Promise.all([
    Promise.all(
      folds.map(async (fold) => {
        const others = learned.rows.filter((row) => row.fold !== fold).map((row) => row.claim);
        const heldOut = await jobs.trees(riskFit(others));
        tell(`model without the operators of fold ${fold + 1}: ${++fitted} of ${folds.length}`);
        return [fold, heldOut] as const;
      }),
    ),
    jobs.trees(contradictionFit(learned.rows.map((row) => row.claim))),
    jobs.trees(riskFit(learned.rows.map((row) => row.claim))),
  ]);
  const treesOf = new Map(trees);
  const claims = learned.rows.map(({ claim, fold }) => {
    const heldOut = treesOf.get(fold);
    return heldOut === undefined ? claim : { ...claim, held_out_risk: probability(heldOut, claim.vector) };
  });
  return {
    affinity: learned.affinity,
    network: network.model,
    model: modelOf(claims, { risk, contradiction }),
    learned: claims,
    held_out_auc: heldOutAuc(claims),
  };
};

/** Answers to one question are each other's twins; what was made of a claim is its twin, except where its evidence was changed and not it. */
const aboutOf = ({ item, origin }: LearnedClaim): string | null => {
  if (origin === 'withheld') return null;
  return origin === 'answered' ? `${item.kb} ? ${item.question ?? ''}` : `${item.kb} ${item.id}`;
};

const [RISK_PLACE, CONTRADICTED_PLACE] = NETWORK_FEATURES.map((name) => FEATURE_NAMES.indexOf(name)) as [
  number,
  number,
];

const withNetwork = (claim: LearnedClaim, { risk, contradicted } = UNDECIDED): LearnedClaim => ({
  ...claim,
  vector: claim.vector.with(RISK_PLACE, risk).with(CONTRADICTED_PLACE, contradicted),
});

/** Runs the checks over every claim and counterfactual; the related words of a fold come from the other folds alone. */
export const learnHeldOut = async (
  trainFolder: string,
  { jobs, answersFolder, onProgress = () => undefined }: TrainingOptions,
): Promise<{ affinity: AffinityTable; rows: { claim: LearnedClaim; fold: number }[] }> => {
  const operators = await operatorsOf(trainFolder);
  const answered = answersFolder === undefined ? [] : await answersOf(answersFolder);
  onProgress(`reading the claims of ${operators.length} operators`);
  const pairs = (
    await Promise.all(operators.map(({ kb, claims }) => jobs.keyPairs({ trainFolder, kb, claims })))
  ).flatMap((own, i) => own.map((pair) => ({ pair, fold: operators[i]?.fold ?? 0 })));
  const related = Array.from({ length: FOLDS }, (_, fold) =>
    trainAffinity(pairs.filter((item) => item.fold !== fold).map((item) => item.pair)),
  );
  const affinity = trainAffinity(pairs.map((item) => item.pair));
  let done = 0;
  const count = operators.length + answered.length;
  const told = async (kb: string, fold: number, learning: Promise<LearnedClaim[]>) => {
    const rows = await learning;
    onProgress(`claims checked: ${++done} of ${count} operators (${kb})`);
    return rows.map((claim) => ({ claim, fold }));
  };
  const learned = await Promise.all([
    ...operators.map(({ kb, fold, claims }) =>
      told(kb, fold, jobs.learn({ trainFolder, kb, claims, related: related[fold] ?? {} })),
    ),
    ...answered.map(({ kb, fold, cases, is_unread }) =>
      told(
        kb,
        fold,
        jobs
          .answers({ benchFolder: answersFolder ?? '', kb, cases, related: affinity })
          .then((rows) => rows.map((row) => marked(row, is_unread))),
      ),
    ),
  ]);
  return { affinity, rows: learned.flat() };
};

const marked = (row: LearnedClaim, is_unread: boolean): LearnedClaim =>
  row.answer === undefined ? row : { ...row, answer: { ...row.answer, is_unread } };

const operatorsOf = async (trainFolder: string): Promise<OperatorClaims[]> => {
  const names = await knowledgeBaseNames(trainFolder);
  const claims = await loadTrainingClaims(trainFolder);
  const stranger = claims.find((claim) => !names.includes(claim.kb));
  if (stranger !== undefined)
    throw new GroundingError('request-invalid', {
      detail: `Claim ${stranger.id} names the knowledge base "${stranger.kb}", but ${trainFolder}/kb/${stranger.kb} is not there.`,
    });
  const operators = names
    .map((kb, i) => ({ kb, fold: i % FOLDS, claims: claims.filter((claim) => claim.kb === kb) }))
    .filter((operator) => operator.claims.length > 0);
  if (new Set(operators.map((operator) => operator.fold)).size < FOLDS)
    throw new GroundingError('request-invalid', {
      detail: `${trainFolder} has claims on ${operators.length} knowledge bases. Training holds operators out in turn: it needs at least ${FOLDS}.`,
    });
  return operators;
};

/** The labelled answers of a benchmark folder by operator. @throws {GroundingError} request-invalid: no such benchmark. */
const answersOf = async (folder: string): Promise<OperatorAnswers[]> => {
  const cases = benchCases(
    await readTextFile(join(folder, 'cases.jsonl')).catch((cause) => {
      throw new GroundingError('request-invalid', {
        detail: `Labelled answers were not found: ${join(folder, 'cases.jsonl')} cannot be read. Give --answers DIR, a benchmark folder with kb/NAME/ and cases.jsonl.`,
        cause,
      });
    }),
  );
  const names = [...new Set(cases.map((item) => item.group))].sort();
  const unread = await unreadOf(folder, names);
  return names.map((kb, i) => ({
    kb,
    fold: i % FOLDS,
    cases: cases.filter((item) => item.group === kb),
    is_unread: unread.has(kb),
  }));
};

const UNREAD_FILE = 'unread.txt';

/** The operators whose answers nobody looked at while checks were written, one a line; none without the file. */
const unreadOf = async (folder: string, names: readonly string[]): Promise<ReadonlySet<string>> => {
  const file = join(folder, UNREAD_FILE);
  const text = await readTextFile(file).catch(() => '');
  const listed = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const stranger = listed.find((name) => !names.includes(name));
  if (stranger !== undefined)
    throw new GroundingError('request-invalid', {
      detail: `${file} names "${stranger}", of which cases.jsonl has no answer. Give one operator a line, named as its folder in kb/.`,
    });
  return new Set(listed);
};

const heldOutAuc = (rows: readonly LearnedClaim[]): Record<string, number | null> => {
  const area = (some: readonly LearnedClaim[]): number | null =>
    auc(some.map((row) => ({ risk: row.held_out_risk, wrong: row.item.label !== 'supported' })));
  const written = rows.filter((row) => row.origin === 'written');
  return {
    all: area(rows),
    answered: area(rows.filter((row) => row.origin === 'answered')),
    written: area(written),
    written_plain_against_wrong: area(
      written.filter((row) => row.item.label !== 'supported' || row.item.kind === 'plain'),
    ),
    sentences: area(rows.filter((row) => row.item.group.includes('-sentence-'))),
    written_en: area(written.filter((row) => row.item.lang === 'en')),
    written_fr: area(written.filter((row) => row.item.lang === 'fr')),
  };
};
