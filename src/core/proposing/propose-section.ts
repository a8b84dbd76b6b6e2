import type { Language } from '../../schema/index.js';
import type { PolicySection } from '../indexing/index.js';
import type { ModelCost, ModelFailure, StructuredModel } from '../ports.js';
import { PROPOSAL_PROMPT, proposalPrompt } from './proposal-prompt.js';
import { ProposalReply, type ReadProposals, readProposalReply } from './proposal-reply.js';

export const PROPOSAL_STAGE = 'proposals';

/** What asking about one section came to. */
export type SectionProposals =
  | ({ isAnswered: true; cost: ModelCost } & ReadProposals)
  | { isAnswered: false; failure: ModelFailure; cost: ModelCost };

/**
 * Asks a model for proposals for one section.
 * @throws the signal's reason when it is aborted.
 */
export const proposeSection = async (
  section: PolicySection,
  { model, languages, tenant }: { model: StructuredModel; languages: readonly Language[]; tenant: string },
  signal: AbortSignal,
): Promise<SectionProposals> => {
  const { system, user } = await proposalPrompt(section, languages);
  const reply = await model.ask(
    {
      tenant,
      stage: PROPOSAL_STAGE,
      prompt: PROPOSAL_PROMPT,
      system,
      user,
      reply_name: 'proposals',
      reply: ProposalReply,
      vote: 0,
    },
    signal,
  );
  if (!reply.isAnswered) return reply;
  const read = readProposalReply(reply.value, section, languages);
  return read === null
    ? { isAnswered: false, failure: 'unreadable', cost: reply.cost }
    : { isAnswered: true, cost: reply.cost, ...read };
};

/** Characters of a token, about: English and French policies have three to five. */
const TOKEN_CHARS = 4;

/** Tokens that asking about a section sends, about. */
export const promptTokens = async (
  section: PolicySection,
  languages: readonly Language[],
): Promise<number> => {
  const { system, user } = await proposalPrompt(section, languages);
  return Math.ceil((system.length + user.length) / TOKEN_CHARS);
};
