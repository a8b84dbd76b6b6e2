import type { GroundingRequest, ProposedReply, SessionEnd } from '../../../schema/index.js';
import { type GroundingPorts, groundAnswer } from '../../pipeline.js';
import { type ProposalInput, proposeReply } from './propose-reply.js';

/** How words of people are held against the policies. */
export interface DraftChecks {
  check(request: GroundingRequest, text: string, signal: AbortSignal): Promise<SessionEnd>;
  propose(input: ProposalInput, signal: AbortSignal): Promise<ProposedReply | null>;
}

/**
 * Checks of drafts over the knowledge base of a name.
 * @param portsFor without a model: advice comes while somebody types, and costs nothing.
 */
export const draftChecks = (portsFor: (knowledgeBase: string) => GroundingPorts): DraftChecks => ({
  // What somebody writes may be in another language than the conversation.
  check: async (request, text, signal) =>
    await groundAnswer({ ...request, language: null }, text, portsFor(request.knowledge_base), signal),
  propose: async (input, signal) => await proposeReply(input, portsFor(input.request.knowledge_base), signal),
});
