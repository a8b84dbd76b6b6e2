import { plainLine } from '../../core/verification/judge/index.js';
import type { Claim, HttpGraderSettings } from '../../schema/index.js';
import { GraderApiReply, type GraderApiRequest } from './grader-api.js';
import { type GraderQuestion, type GraderService, type ServiceScores, unreadable } from './grader-service.js';

type ApiGrade = GraderApiReply['grades'][number];

/** How far the probabilities may be from 1 in sum: rounding to two places. */
const SUM_TOLERANCE = 0.02;

/** A grader of one’s own behind our JSON contract: all claims of a group and all evidence in one request. */
export const httpService = ({ url }: HttpGraderSettings): GraderService => ({
  model: `http:${url}`,
  wire: 'http-1',
  limits: { claims: Number.POSITIVE_INFINITY, claim_chars: 8_000, window_chars: Number.POSITIVE_INFINITY },
  write: (question) => ({
    url,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(apiRequest(question)),
  }),
  read: (body, question) => {
    const reply = GraderApiReply.safeParse(body);
    if (!reply.success) return unreadable(question);
    const { grades } = reply.data;
    const numbers = new Set(grades.map(({ claim }) => claim));
    // One grade twice, or one of nobody’s: the reply is not of these claims.
    if (numbers.size < grades.length || grades.some(({ claim }) => claim > question.claims.length))
      return unreadable(question);
    return question.claims.map((_, i) =>
      scoresOf(
        grades.find(({ claim }) => claim === i + 1),
        question,
      ),
    );
  },
});

const scoresOf = (grade: ApiGrade | undefined, { sections }: GraderQuestion): ServiceScores => {
  if (grade === undefined) return { kind: 'failed', failure: 'missing' };
  const { supported, contradicted, unsupported } = grade.probabilities;
  const sum = supported + (contradicted ?? 0) + unsupported;
  const known = new Set(sections.flatMap(({ items }) => items.map((item) => item.number)));
  if (Math.abs(sum - 1) > SUM_TOLERANCE || !grade.evidence.every((one) => known.has(one)))
    return { kind: 'failed', failure: 'unreadable' };
  return { kind: 'scored', supported, contradicted: contradicted ?? null, evidence: grade.evidence };
};

const apiRequest = ({ as_of, claims, sections }: GraderQuestion): GraderApiRequest => ({
  version: 1,
  as_of,
  claims: claims.map(apiClaim),
  evidence: sections.flatMap(({ heading, items }) =>
    items.map(({ number, text, passage }) => ({
      number,
      text,
      heading,
      kind: passage === null ? ('tool_result' as const) : ('policy' as const),
    })),
  ),
});

const apiClaim = (
  { text, lang, subject, context }: Claim,
  i: number,
): GraderApiRequest['claims'][number] => ({
  number: i + 1,
  text: plainLine(text),
  language: lang,
  subject,
  question: context.question === null ? null : plainLine(context.question),
  before: context.antecedents.map(plainLine),
  under: context.lead_ins.map(plainLine),
});
