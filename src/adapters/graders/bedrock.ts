import { z } from 'zod';
import type { BedrockGraderSettings } from '../../schema/index.js';
import { claimQuestion, claimText } from './claim-text.js';
import { type GraderService, jsonRequest, unreadable } from './grader-service.js';
import { sectionText } from './window-sections.js';

/**
 * Characters that the contextual grounding check takes: userguide/guardrails-contextual-grounding-check.html. More than
 * 25 text units of 1,000 characters a second are throttled in many accounts.
 */
const LIMITS = { claims: 1, claim_chars: 5_000, window_chars: 100_000 };
const QUERY_CHARS_MAX = 1_000;

const score = z.number().min(0).max(1);

/** As far as it is read; other policies of the guardrail may have entries of their own. */
const ApplyGuardrailReply = z.looseObject({
  action: z.enum(['NONE', 'GUARDRAIL_INTERVENED']),
  assessments: z.array(
    z.looseObject({
      contextualGroundingPolicy: z
        .looseObject({
          filters: z.array(z.looseObject({ type: z.enum(['GROUNDING', 'RELEVANCE']), score })).optional(),
        })
        .nullish(),
    }),
  ),
});

/**
 * Amazon Bedrock’s contextual grounding check, by ApplyGuardrail: P(grounded) of one claim over sources. It does not tell
 * contradicted from unsupported, names no source, and its relevance is not looked at. Where another policy of the guardrail
 * blocks the claim first, there is no grade.
 * Wire: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html.
 */
export const bedrockService = ({
  region,
  guardrail_id,
  guardrail_version,
  base_url = `https://bedrock-runtime.${region}.amazonaws.com`,
}: BedrockGraderSettings): GraderService => ({
  model: `bedrock:${region}:${guardrail_id}:${guardrail_version}`,
  wire: 'bedrock-1',
  limits: LIMITS,
  write: ({ claims: [claim], sections }) => {
    const text = claim === undefined ? '' : claimText(claim);
    // The check wants a query; a claim that answers none stands for itself.
    const query = claim === undefined ? '' : claimQuestion(claim, QUERY_CHARS_MAX);
    const block = (words: string, qualifier: string) => ({ text: { text: words, qualifiers: [qualifier] } });
    const path = `/guardrail/${encodeURIComponent(guardrail_id)}/version/${encodeURIComponent(guardrail_version)}/apply`;
    return jsonRequest(base_url, path, {
      source: 'OUTPUT',
      // Scores above the guardrail’s threshold come back as well.
      outputScope: 'FULL',
      content: [
        block(sections.map(sectionText).join('\n\n'), 'grounding_source'),
        block(query === '' ? text.slice(0, QUERY_CHARS_MAX) : query, 'query'),
        block(text, 'guard_content'),
      ],
    });
  },
  read: (body, question) => {
    const reply = ApplyGuardrailReply.safeParse(body);
    if (!reply.success) return unreadable(question);
    const scores = reply.data.assessments
      .flatMap(({ contextualGroundingPolicy }) => contextualGroundingPolicy?.filters ?? [])
      .filter(({ type }) => type === 'GROUNDING')
      .map((filter) => filter.score);
    if (scores.length === 0)
      return unreadable(question, reply.data.action === 'GUARDRAIL_INTERVENED' ? 'filtered' : 'unreadable');
    return [{ kind: 'scored', supported: Math.min(...scores), contradicted: null, evidence: null }];
  },
});
