import { z } from 'zod';
import { failingScore } from '../../core/verification/index.js';
import { readHistory } from '../messages.js';
import type { Guardrail, Judgement } from './guardrail.js';

const Qualifier = z.enum(['grounding_source', 'query', 'guard_content']);

/** A request of Bedrock's ApplyGuardrail. Pictures are no words of the bot: they are left out. */
export const ApplyGuardrailRequest = z.looseObject({
  source: z.enum(['INPUT', 'OUTPUT']),
  content: z.array(
    z.looseObject({
      text: z.looseObject({ text: z.string(), qualifiers: z.array(Qualifier).nullish() }).optional(),
    }),
  ),
  outputScope: z.enum(['INTERVENTIONS', 'FULL']).nullish(),
});
export type ApplyGuardrailRequest = z.infer<typeof ApplyGuardrailRequest>;

const GroundingFilter = z.object({
  type: z.literal('GROUNDING'),
  threshold: z.number(),
  score: z.number(),
  action: z.enum(['BLOCKED', 'NONE']),
  detected: z.boolean(),
});

/** A response of ApplyGuardrail, with the parts that a check for groundedness fills. */
export const ApplyGuardrailResponse = z.object({
  usage: z.object({
    topicPolicyUnits: z.int(),
    contentPolicyUnits: z.int(),
    wordPolicyUnits: z.int(),
    sensitiveInformationPolicyUnits: z.int(),
    sensitiveInformationPolicyFreeUnits: z.int(),
    contextualGroundingPolicyUnits: z.int(),
  }),
  action: z.enum(['NONE', 'GUARDRAIL_INTERVENED']),
  actionReason: z.string(),
  outputs: z.array(z.object({ text: z.string() })),
  assessments: z.array(
    z.object({ contextualGroundingPolicy: z.object({ filters: z.array(GroundingFilter) }) }),
  ),
  guardrailCoverage: z.object({ textCharacters: z.object({ guarded: z.int(), total: z.int() }) }),
});
export type ApplyGuardrailResponse = z.infer<typeof ApplyGuardrailResponse>;

/** No policy of AWS was applied, so that none of its units was used. */
const NO_USAGE: ApplyGuardrailResponse['usage'] = {
  topicPolicyUnits: 0,
  contentPolicyUnits: 0,
  wordPolicyUnits: 0,
  sensitiveInformationPolicyUnits: 0,
  sensitiveInformationPolicyFreeUnits: 0,
  contextualGroundingPolicyUnits: 0,
};

/** AWS's error types by status, with the statuses that its clients expect. */
const ERROR_TYPES: Record<number, readonly [status: number, type: string]> = {
  400: [400, 'ValidationException'],
  401: [403, 'AccessDeniedException'],
  403: [403, 'AccessDeniedException'],
  404: [404, 'ResourceNotFoundException'],
  413: [400, 'ValidationException'],
  415: [400, 'ValidationException'],
  429: [429, 'ThrottlingException'],
  503: [503, 'ServiceUnavailableException'],
};

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html */
export const bedrockGuardrail: Guardrail<ApplyGuardrailRequest> = {
  path: '/guardrail/:id/version/:version{(?:DRAFT|[1-9][0-9]{0,7})}/apply',
  endpoint: '/guardrail/apply',
  budgetMs: (config) => config.guardrails.bedrock_budget_ms,
  body: ApplyGuardrailRequest,
  // An ARN ends in the guardrail's own name.
  routeIn: ({ id = '' }) => id.slice(id.lastIndexOf('/') + 1),
  read: (body) => {
    if (body.source === 'INPUT') return null;
    const questions = textsOf(body, 'query');
    return {
      texts: textsOf(body, 'guard_content'),
      history: readHistory(questions.map((content) => ({ role: 'user', content }))),
      context: textsOf(body, 'grounding_source')
        .filter((text) => text.trim() !== '')
        .map((text) => ({ text })),
      metadata: null,
    };
  },
  reply: (judgement, body): ApplyGuardrailResponse => {
    const { closed, isEnforced, isChanged, texts, call } = judgement;
    const { decision = 'none', reason = 'no_answer' } = closed.summary ?? {};
    const isClosed = decision === 'escalate' || decision === 'block';
    const intervenes = isEnforced && (isChanged || isClosed);
    return {
      usage: NO_USAGE,
      action: intervenes ? 'GUARDRAIL_INTERVENED' : 'NONE',
      actionReason: `Plumbline: ${decision}, ${reason} (record ${call.id}).`,
      outputs: intervenes ? outputsOf(judgement, isClosed).map((text) => ({ text })) : [],
      assessments: assessmentsOf(judgement, intervenes),
      guardrailCoverage: coverage(body, charsOf(texts.map((_, index) => original(judgement, index)))),
    };
  },
  replyUnjudged: (body): ApplyGuardrailResponse => ({
    usage: NO_USAGE,
    action: 'NONE',
    actionReason:
      body.source === 'INPUT'
        ? 'Plumbline: not judged. Answers are judged, with source OUTPUT.'
        : 'Plumbline: not judged. There is no text to guard.',
    outputs: [],
    assessments: [],
    guardrailCoverage: coverage(body, 0),
  }),
  fault: ({ status, title, detail, type }) => {
    const [awsStatus, awsType] = ERROR_TYPES[status] ?? [500, 'InternalServerException'];
    return {
      status: awsStatus,
      headers: { 'x-amzn-errortype': awsType, 'x-plumbline-problem': type.replace('/problems/', '') },
      body: { message: `${title}. ${detail}` },
    };
  },
};

/** Texts with a qualifier; those without any are content to guard. */
const textsOf = ({ content }: ApplyGuardrailRequest, wanted: z.infer<typeof Qualifier>): string[] =>
  content.flatMap(({ text }) => {
    if (text === undefined) return [];
    const qualifiers = text.qualifiers ?? [];
    return (qualifiers.length === 0 ? ['guard_content'] : qualifiers).includes(wanted) ? [text.text] : [];
  });

/** One output for each text; a closing message stands for all of them. */
const outputsOf = ({ result, texts, closed }: Judgement, isClosed: boolean): string[] => {
  if (!isClosed) return texts;
  const closing = result.choices.find((choice) => choice.decision === closed.summary?.decision);
  return [closing?.answer ?? ''];
};

const assessmentsOf = (
  { closed, call }: Judgement,
  intervenes: boolean,
): ApplyGuardrailResponse['assessments'] => {
  const { groundedness = null, decision } = closed.summary ?? {};
  if (groundedness === null) return [];
  const filter = {
    type: 'GROUNDING' as const,
    threshold: failingScore(call.route.decisions.operating_point),
    score: groundedness,
    action: intervenes ? ('BLOCKED' as const) : ('NONE' as const),
    detected: decision !== 'pass',
  };
  return [{ contextualGroundingPolicy: { filters: [filter] } }];
};

const original = ({ result }: Judgement, index: number): string =>
  result.choices[index]?.original_answer ?? '';

const charsOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + text.length, 0);

const coverage = (
  body: ApplyGuardrailRequest,
  guarded: number,
): ApplyGuardrailResponse['guardrailCoverage'] => ({
  textCharacters: { guarded, total: charsOf(body.content.map(({ text }) => text?.text ?? '')) },
});
