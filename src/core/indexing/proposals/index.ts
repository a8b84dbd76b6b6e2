export {
  type AcceptedProposal,
  type AppliedProposals,
  applyProposals,
  quoteStandsIn,
} from './apply-proposals.js';
export { isProposalsOf, PROPOSALS_FOLDER, proposalsSource } from './proposals-source.js';
export { type PlacedProposal, type PlacedSection, readProposals, sectionName } from './read-proposals.js';
