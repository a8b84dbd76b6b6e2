import type { Claim, ModelUse, Passage, Verdict } from '../../../schema/index.js';
import type { VerificationInput } from '../verify-claim.js';
import type { ClaimGrader, Grade } from './grader.js';
import { joinGrade } from './join-grade.js';
import { type PackedEvidence, packEvidence } from './pack-evidence.js';
import { speaksToJudge } from './speaks-to-judge.js';

/** A claim with what the embedded checks made of it. */
export interface CheckedClaim {
  claim: Claim;
  embedded: Verdict;
}

export interface GradingInput
  extends Pick<VerificationInput, 'index' | 'as_of' | 'context' | 'dense' | 'signal'> {
  tenant: string;
  /** Tool results of the customer's own case. */
  tool_results: readonly string[];
  /** Most characters of evidence in one request. */
  evidence_chars: number;
}

export interface GradedClaims {
  /** One for each claim, in their order. */
  verdicts: Verdict[];
  use: ModelUse | null;
}

/**
 * Has claims graded together, and joins the grades with the embedded verdicts. A fault makes every claim a failed check.
 * @throws the signal's reason when it is aborted.
 */
export const gradeClaims = async (
  checked: readonly CheckedClaim[],
  grader: ClaimGrader,
  input: GradingInput,
): Promise<GradedClaims> => {
  const { evidence, grades, use } = await gradesFor(checked, grader, input);
  const verdicts = checked.map(({ claim, embedded }, i) =>
    joinGrade({
      claim,
      embedded,
      grade: grades[i] ?? { isGraded: false, failure: `${grader.stage}_failed` },
      evidence,
      stage: grader.stage,
      nearest: evidence.nearest[i] ?? new Set(),
    }),
  );
  return { verdicts, use };
};

/** The evidence without the pieces that speak to whoever judges; numbers and places of the others stay. */
const withoutOrders = ({ sections, nearest }: PackedEvidence): PackedEvidence => {
  const kept = sections.map((section) => ({
    ...section,
    items: section.items.filter(({ text }) => !speaksToJudge(text)),
  }));
  return { sections: kept, items: kept.flatMap(({ items }) => items), nearest };
};

const NO_EVIDENCE: PackedEvidence = { sections: [], items: [], nearest: [] };

const gradesFor = async (
  checked: readonly CheckedClaim[],
  grader: ClaimGrader,
  input: GradingInput,
): Promise<{ evidence: PackedEvidence; grades: Grade[]; use: ModelUse | null }> => {
  try {
    const claims = checked.map(({ claim }) => claim);
    const packed = await packEvidence(claims, {
      ...input,
      chars: input.evidence_chars,
      cited: citedPassages(checked, input),
    });
    const evidence = grader.isQuoting ? packed : withoutOrders(packed);
    const { tenant, as_of } = input;
    return { evidence, ...(await grader.grade({ tenant, as_of, claims, evidence }, input.signal)) };
  } catch (error) {
    if (input.signal.aborted) throw error;
    return { evidence: NO_EVIDENCE, grades: [], use: null };
  }
};

/** The passages that the embedded checks cited for each claim, as the index has them; the index is gone through once. */
const citedPassages = (checked: readonly CheckedClaim[], { index, context }: GradingInput): Passage[][] => {
  const places = new Set(checked.flatMap(({ embedded }) => embedded.evidence.map(placeOf)));
  const found = new Map<string, Passage[]>();
  for (const { passage } of [...index.entries, ...context]) {
    const place = placeOf(passage);
    if (places.has(place)) found.set(place, [...(found.get(place) ?? []), passage]);
  }
  return checked.map(({ embedded }) =>
    [...new Set(embedded.evidence.map(placeOf))].flatMap((place) => found.get(place) ?? []),
  );
};

const placeOf = ({ source, start_char }: Pick<Passage, 'source' | 'start_char'>): string =>
  `${start_char} ${source}`;
