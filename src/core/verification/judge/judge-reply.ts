import { z } from 'zod';
import { FindingKind, VerdictLabel } from '../../../schema/index.js';
import type { Grade } from './grader.js';
import type { PackedEvidence } from './pack-evidence.js';
import { clippedLine, plainLine } from './plain-line.js';
import { quoteStands } from './quote-stands.js';

/** The form that a judge's reply is asked in. Every field is required, as strict structured output wants it. */
export const JudgeReply = z.strictObject({
  verdicts: z.array(
    z.strictObject({
      claim: z.number(),
      label: VerdictLabel,
      for: z.array(z.number()),
      against: z.array(z.number()),
      quote: z.string(),
      kind: z.enum([...FindingKind.options, 'none']),
      finding: z.string(),
    }),
  ),
});
export type JudgeReply = z.infer<typeof JudgeReply>;
type JudgedClaim = JudgeReply['verdicts'][number];

const FINDING_CHARS_MAX = 500;

const failed = (failure: string): Grade => ({ isGraded: false, failure });

/**
 * The grades of a reply, one for each of `claims` claims. A claim that the reply leaves out, names twice or contradicts
 * itself about, and one whose quote does not stand in the evidence that it names, is not graded.
 */
export const readJudgeReply = (value: unknown, claims: number, evidence: PackedEvidence): Grade[] => {
  const parsed = JudgeReply.safeParse(value);
  if (!parsed.success) return Array.from({ length: claims }, () => failed('judge_unreadable'));
  return Array.from({ length: claims }, (_, index) => {
    const [judged, ...more] = parsed.data.verdicts.filter(({ claim }) => claim === index + 1);
    if (judged === undefined) return failed('judge_missing');
    return more.length > 0 ? failed('judge_contradictory') : gradeOf(judged, evidence);
  });
};

const gradeOf = (judged: JudgedClaim, evidence: PackedEvidence): Grade => {
  const known = new Map(evidence.items.map((item) => [item.number, item]));
  if (![...judged.for, ...judged.against].every((number) => known.has(number))) return failed('judge_quote');
  if (isContradictory(judged)) return failed('judge_contradictory');
  const quote = plainLine(judged.quote);
  const deciding = judged.label === 'supported' ? judged.for : judged.against;
  const named = judged.label === 'unsupported' ? [...judged.for, ...judged.against] : deciding;
  const isNeeded = judged.label !== 'unsupported';
  if (isNeeded || quote !== '') {
    const texts = named.map((number) => known.get(number)?.text ?? '');
    if (!quoteStands(quote, texts)) return failed('judge_quote');
  }
  return {
    isGraded: true,
    label: judged.label,
    for: judged.for,
    against: judged.against,
    quote,
    finding: judged.label === 'supported' ? '' : clippedLine(judged.finding, FINDING_CHARS_MAX),
    kind: judged.kind === 'none' ? null : judged.kind,
  };
};

/** A label that its own evidence or finding speaks against. */
const isContradictory = ({ label, for: supporting, against }: JudgedClaim): boolean => {
  switch (label) {
    case 'supported':
      return supporting.length === 0 || against.length > 0;
    case 'contradicted':
      return against.length === 0;
    case 'unsupported':
      return false;
    default:
      return label satisfies never;
  }
};
