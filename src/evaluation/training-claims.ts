import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readText } from '../core/reading/index.js';
import type { KnowledgeIndex } from '../core/retrieval/index.js';
import {
  type Affinity,
  CHECKS,
  type CheckInput,
  featureVector,
  readClaim,
  type Signal,
} from '../core/verification/index.js';
import { type Claim, Language, VerdictLabel } from '../schema/index.js';
import { jsonLines } from './evaluation-case.js';
import { readTextFile } from './load-bench.js';

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

/** All training claims, in the order of their files. */
export const loadTrainingClaims = async (trainFolder: string): Promise<TrainingClaim[]> => {
  const folder = join(trainFolder, 'claims');
  const claims: TrainingClaim[] = [];
  for (const file of (await readdir(folder)).sort())
    if (file.endsWith('.jsonl'))
      for (const line of jsonLines(await readTextFile(join(folder, file))))
        claims.push(TrainingClaim.parse(line));
  return claims;
};

/** What the checks make of one training claim. */
export interface CheckedClaim {
  input: CheckInput;
  signals: Map<string, Signal>;
  vector: number[];
}

const NEVER = new AbortController().signal;

/** Runs every check on a claim; `withhold` leaves passages out, as if the base were silent. */
export const checkClaim = async (
  item: TrainingClaim,
  index: KnowledgeIndex,
  affinity?: Affinity,
  withhold?: (passageText: string) => boolean,
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
  const input = await readClaim(
    claim,
    {
      index,
      as_of: item.as_of ?? FALLBACK_DAY,
      context: [],
      case_facts: [],
      premises: question === null ? [] : [readText(question, item.lang, index.vocabulary)],
      operating_point: 'balanced',
      signal: NEVER,
    },
    { ...(affinity === undefined ? {} : { affinity }), ...(withhold === undefined ? {} : { withhold }) },
  );
  const signals = new Map<string, Signal>();
  for (const check of CHECKS) {
    const signal = check.run(input);
    if (signal !== null) signals.set(check.name, signal);
  }
  return { input, signals, vector: featureVector(input, signals) };
};
