import { z } from 'zod';
import type { EvidenceItem } from '../../core/verification/judge/index.js';
import type { VertexGraderSettings } from '../../schema/index.js';
import { claimQuestion, claimText } from './claim-text.js';
import { type GraderQuestion, type GraderService, jsonRequest, unreadable } from './grader-service.js';

/** 200 facts of 10,000 characters, and 4,096 tokens of text to check, of which some languages need one a character. */
const LIMITS = { claims: 1, claim_chars: 4_000, window_chars: 1_000_000, pieces: 200, piece_chars: 10_000 };
const QUESTION_CHARS_MAX = 2_000;

const bytes = z.int().nonnegative();
const CheckGroundingReply = z.looseObject({
  supportScore: z.number().min(0).max(1),
  // Of a fact that was sent the source is its place; of any other something else.
  citedChunks: z.array(z.looseObject({ source: z.string().optional() })).default([]),
  claims: z.array(
    z.looseObject({
      // JSON made of protocol buffers may leave out what is 0.
      startPos: bytes.default(0),
      endPos: bytes,
      citationIndices: z.array(bytes).default([]),
      groundingCheckRequired: z.boolean().optional(),
      score: z.number().min(0).max(1).optional(),
    }),
  ),
});
type CheckedPart = z.output<typeof CheckGroundingReply>['claims'][number];

/**
 * Google’s check grounding API: how likely each sentence is borne out, and by which facts. It does not tell contradicted
 * from unsupported. A claim is as likely supported as the worst sentence in it; one that the API found not to need a check
 * is not graded. What the claim answers and refers to stands before it in the checked text; scores of that are not looked at.
 * Wire: cloud.google.com/generative-ai-app-builder/docs/reference/rest/v1/projects.locations.groundingConfigs/check.
 */
export const vertexService = ({
  project,
  location,
  citation_threshold,
  base_url = `https://${location === 'global' ? '' : `${location}-`}discoveryengine.googleapis.com`,
}: VertexGraderSettings): GraderService => ({
  model: `vertex:${project}:${location}:${citation_threshold}`,
  wire: 'vertex-1',
  limits: LIMITS,
  write: (question) => {
    const path = `/v1/projects/${project}/locations/${location}/groundingConfigs/default_grounding_config:check`;
    const body = {
      answerCandidate: candidateOf(question).text,
      facts: factsOf(question).map(({ heading, item }) => ({
        factText: item.text,
        ...(heading === null ? {} : { attributes: { section: heading } }),
      })),
      groundingSpec: { citationThreshold: citation_threshold, enableClaimLevelScore: true },
    };
    return jsonRequest(base_url, path, body, { 'x-goog-user-project': project });
  },
  read: (body, question) => {
    const reply = CheckGroundingReply.safeParse(body);
    if (!reply.success) return unreadable(question);
    const { citedChunks, claims } = reply.data;
    const { text, start } = candidateOf(question);
    const parts = claims.filter(({ startPos, endPos }) => startPos < endPos && endPos > start);
    if (!coversAll(parts, text, start)) return unreadable(question, 'truncated');
    if (parts.some(({ groundingCheckRequired }) => groundingCheckRequired === false))
      return [{ kind: 'skipped' }];
    const scores = parts.map(({ score }) => score);
    if (!scores.every((score) => score !== undefined)) return unreadable(question);
    const facts = factsOf(question);
    const cited = parts.flatMap(({ citationIndices }) =>
      citationIndices.map((index) => {
        const source = citedChunks[index]?.source ?? '';
        return /^\d+$/.test(source) ? facts[Number(source)]?.item.number : undefined;
      }),
    );
    if (!cited.every((number) => number !== undefined)) return unreadable(question);
    const supported = Math.min(...scores);
    // High, and yet a sentence cites no fact: nobody could say what bears it out.
    const isUncited = parts.some(({ citationIndices }) => citationIndices.length === 0);
    if (isUncited && supported >= citation_threshold) return [{ kind: 'skipped' }];
    return [{ kind: 'scored', supported, contradicted: null, evidence: [...new Set(cited)] }];
  },
});

const encoder = new TextEncoder();

/** The text to check, and the byte at which the claim begins in it. */
const candidateOf = ({ claims: [claim] }: GraderQuestion): { text: string; start: number } => {
  if (claim === undefined) return { text: '', start: 0 };
  const context = claimQuestion(claim, QUESTION_CHARS_MAX);
  const before = context === '' ? '' : `${context} `;
  return { text: before + claimText(claim), start: encoder.encode(before).byteLength };
};

const factsOf = ({ sections }: GraderQuestion): { heading: string | null; item: EvidenceItem }[] =>
  sections.flatMap(({ heading, items }) => items.map((item) => ({ heading, item })));

/** Whether every word from a byte on lies in one of the parts: of others the API has said nothing. */
const coversAll = (parts: readonly CheckedPart[], text: string, start: number): boolean => {
  const rest = encoder.encode(text);
  rest.fill(SPACE, 0, start);
  for (const { startPos, endPos } of parts) rest.fill(SPACE, startPos, endPos);
  return !/[\p{L}\p{N}]/u.test(new TextDecoder().decode(rest));
};

const SPACE = 0x20;
