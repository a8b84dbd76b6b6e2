import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GroundingError } from '../../core/index.js';
import { readText } from '../../core/reading/index.js';
import type { KnowledgeIndex } from '../../core/retrieval/index.js';
import {
  CHECKS,
  type CheckInput,
  featureVector,
  NO_CASE_FACTS,
  type ReadingOptions,
  readClaim,
  type Signal,
  type VerificationInput,
} from '../../core/verification/index.js';
import type { NetworkSays } from '../../core/verification/network/index.js';
import { type Claim, Language, VerdictLabel } from '../../schema/index.js';
import { readTextFile } from '../load-bench.js';

/** A line of `train/claims/*.jsonl`: one claim with the sentences or rows that decide it. */
export const TrainingClaim = z.object({
  id: z.string(),
  kb: z.string(),
  lang: Language,
  question: z.string().nullish(),
  claim: z.string(),
  label: VerdictLabel,
  kind: z.string(),
  group: z.string(),
  evidence: z.array(z.string()),
  quote: z.string(),
  as_of: z.iso.date().nullish(),
});
export type TrainingClaim = z.infer<typeof TrainingClaim>;

const FALLBACK_DAY = '2026-06-15'; // knowledge bases without dated claims have no dated documents either

const WANTED = 'a training folder has kb/NAME/ (policies, tables) and claims/NAME.jsonl';

/** Names of the knowledge bases of a training folder, sorted. @throws {GroundingError} request-invalid: none there. */
export const knowledgeBaseNames = async (trainFolder: string): Promise<string[]> => {
  const root = join(trainFolder, 'kb');
  const names = await readdir(root).catch((cause) => {
    throw new GroundingError('request-invalid', {
      detail: `The training data was not found: ${root} is not a folder. Give --data DIR: ${WANTED}.`,
      cause,
    });
  });
  return names.sort();
};

/**
 * All training claims, in the order of their files. @throws {GroundingError} request-invalid: no claims, or a line that
 * is none.
 */
export const loadTrainingClaims = async (trainFolder: string): Promise<TrainingClaim[]> => {
  const folder = join(trainFolder, 'claims');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl')).sort();
  const claims: TrainingClaim[] = [];
  for (const name of names)
    claims.push(...claimsOf(await readTextFile(join(folder, name)), join(folder, name)));
  if (claims.length === 0)
    throw new GroundingError('request-invalid', {
      detail: `No training claims were found: ${folder} holds no .jsonl file with a line in it; ${WANTED}.`,
    });
  return claims;
};

const claimsOf = (jsonl: string, file: string): TrainingClaim[] => {
  const lines = jsonl.split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [TrainingClaim.parse(JSON.parse(line))];
    } catch (cause) {
      const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
      const fault =
        issue === undefined ? ' is not JSON' : `: ${issue.path.join('.') || 'the line'}: ${issue.message}`;
      throw new GroundingError('request-invalid', { detail: `${file}, line ${i + 1}${fault}.`, cause });
    }
  });
};

/** What the checks make of one training claim. */
export interface CheckedClaim {
  input: CheckInput;
  signals: Map<string, Signal>;
  vector: number[];
}

const NEVER = new AbortController().signal;

/** What training changes: what the reading takes, and what the network says, which is learned later. */
export interface CheckingOptions extends ReadingOptions {
  networkOf?: (input: CheckInput) => NetworkSays;
}

/** Runs every check on a claim that was written by itself. */
export const checkClaim = async (
  item: TrainingClaim,
  index: KnowledgeIndex,
  options: CheckingOptions = {},
): Promise<CheckedClaim> => {
  const question = item.question ?? null;
  const claim: Claim = {
    text: item.claim,
    start_char: 0,
    end_char: item.claim.length,
    subject: 'rule',
    lang: item.lang,
    context: { question, premises: question === null ? [] : [question], antecedents: [], lead_ins: [] },
  };
  const verification: VerificationInput = {
    index,
    as_of: item.as_of ?? FALLBACK_DAY,
    context: [],
    case_facts: NO_CASE_FACTS,
    premises: question === null ? [] : [readText(question, item.lang, index.vocabulary)],
    operating_point: 'balanced',
    signal: NEVER,
  };
  return await checksOf(claim, verification, options);
};

/** Runs every check on a claim that is to be held against something. */
export const checksOf = async (
  claim: Claim,
  verification: VerificationInput,
  { networkOf, ...options }: CheckingOptions,
): Promise<CheckedClaim> => {
  const input = await readClaim(claim, verification, options);
  const signals = new Map<string, Signal>();
  for (const check of CHECKS) {
    const signal = check.run(input);
    if (signal !== null) signals.set(check.name, signal);
  }
  return { input, signals, vector: featureVector(input, signals, networkOf) };
};
