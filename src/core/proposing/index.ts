export type { ProposalFiles } from './proposal-files.js';
export { PROPOSAL_PROMPT, proposalPrompt } from './proposal-prompt.js';
export { DROP_REASONS, type DropReason, ProposalReply, readProposalReply } from './proposal-reply.js';
export { type ProposalText, proposalId, textOf } from './proposal-text.js';
export { openProposalsText, type ProposalsText } from './proposals-text.js';
export { PROPOSAL_STAGE, promptTokens, proposeSection, type SectionProposals } from './propose-section.js';
export {
  addProposals,
  type Decided,
  decideProposals,
  type Hindrance,
  type PolicyText,
  type ProposalDecision,
  sectionsToAsk,
  settleProposals,
} from './update-proposals.js';
