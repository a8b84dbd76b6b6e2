import { z } from 'zod';
import type { AzureGraderSettings } from '../../schema/index.js';
import { claimQuestion, claimText } from './claim-text.js';
import { type GraderService, jsonRequest, unreadable } from './grader-service.js';
import { sectionText } from './window-sections.js';

/**
 * 55,000 characters of sources. The page allows 7,500 of text, but of texts longer than 750 the service was seen to call
 * every one grounded, which Microsoft confirmed: learn.microsoft.com/answers/questions/2238565.
 */
const LIMITS = { claims: 1, claim_chars: 750, window_chars: 55_000 };
const QUERY_CHARS_MAX = 7_500;

const DetectGroundednessReply = z.looseObject({
  ungroundedDetected: z.boolean(),
  ungroundedPercentage: z.number().min(0).max(1),
  ungroundedDetails: z.array(z.looseObject({ text: z.string() })),
});

/**
 * Azure AI Content Safety’s groundedness detection: whether anything of a claim is ungrounded. It answers yes or no (its
 * percentage is a share of the text, no confidence), does not tell contradicted from unsupported, and names no source.
 * Wire: learn.microsoft.com/azure/ai-services/content-safety/quickstart-groundedness.
 */
export const azureService = ({ base_url, api_version, domain }: AzureGraderSettings): GraderService => ({
  model: `azure:${new URL(base_url).host}:${api_version}:${domain}`,
  wire: 'azure-1',
  limits: LIMITS,
  write: ({ claims: [claim], sections }) => {
    const text = claim === undefined ? '' : claimText(claim);
    const query = claim === undefined ? '' : claimQuestion(claim, QUERY_CHARS_MAX);
    const task = query === '' ? { task: 'Summarization' } : { task: 'QnA', qna: { query } };
    const path = `/contentsafety/text:detectGroundedness?api-version=${encodeURIComponent(api_version)}`;
    const groundingSources = sections.map(sectionText);
    return jsonRequest(base_url, path, { domain, ...task, text, groundingSources, reasoning: false });
  },
  read: (body, question) => {
    const reply = DetectGroundednessReply.safeParse(body);
    if (!reply.success) return unreadable(question);
    const { ungroundedDetected, ungroundedPercentage, ungroundedDetails } = reply.data;
    // A reply at odds with itself says nothing.
    if (!ungroundedDetected && (ungroundedPercentage > 0 || ungroundedDetails.length > 0))
      return unreadable(question);
    return [{ kind: 'scored', supported: ungroundedDetected ? 0 : 1, contradicted: null, evidence: null }];
  },
});
