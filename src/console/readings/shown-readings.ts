import { GroundingError } from '../../core/errors.js';
import { type PolicySection, proposalsSource, quoteStandsIn, sectionId } from '../../core/indexing/index.js';
import {
  openProposalsText,
  type PolicyText,
  type ProposalFiles,
  settleProposals,
} from '../../core/proposing/index.js';
import type { AppDeps, Principal } from '../../http/index.js';
import type { Proposal, ProposalStatus } from '../../schema/index.js';

/** A policy and how its proposals stand. */
export interface ShownPolicy {
  base: string;
  policy: PolicyText;
  counts: Record<ProposalStatus, number>;
  /** Null where its file cannot be read: then why. */
  sections: ShownSection[] | null;
  problem: string | null;
}

/** A section that has proposals. */
export interface ShownSection {
  heading_path: readonly string[];
  /** Null where the policy has no such section any more. */
  section: PolicySection | null;
  proposals: ShownProposal[];
}

export interface ShownProposal {
  proposal: Proposal;
  /** Whether its quote, if it has one, stands in the section. */
  isQuoted: boolean;
}

/** The files of proposals that a person may see: those of the knowledge bases of their routes. */
export const filesInReach = (
  { proposals, config }: Pick<AppDeps, 'proposals' | 'config'>,
  { routes }: Principal,
): { base: string; files: ProposalFiles }[] => {
  const bases = new Set(routes.map((route) => config.routes[route]?.knowledge_base));
  return [...(proposals ?? [])].flatMap(([base, files]) => (bases.has(base) ? [{ base, files }] : []));
};

/** The policies of a knowledge base as they stand, with what is to be reviewed again since a section changed. */
export const shownPolicies = async (base: string, files: ProposalFiles): Promise<ShownPolicy[]> => {
  const policies = await files.policies();
  return await Promise.all(
    policies.map(async (policy) => await shownPolicy(base, policy, await files.read(policy.source))),
  );
};

const shownPolicy = async (base: string, policy: PolicyText, text: string): Promise<ShownPolicy> => {
  const counts = { proposed: 0, accepted: 0, rejected: 0, stale: 0 };
  try {
    const opened = openProposalsText(proposalsSource(policy.source), text, policy.source);
    await settleProposals(opened, policy);
    const sections = opened.sections().map((written): ShownSection => {
      const section =
        policy.sections.find(
          ({ heading_path }) =>
            sectionId({ source: '', heading_path }) ===
            sectionId({ source: '', heading_path: written.heading_path }),
        ) ?? null;
      const proposals = written.proposals().map(({ proposal }) => ({
        proposal,
        isQuoted: section !== null && quoteStandsIn(proposal, section),
      }));
      for (const { proposal } of proposals) counts[proposal.status] += 1;
      return { heading_path: written.heading_path, section, proposals };
    });
    return { base, policy, counts, sections, problem: null };
  } catch (error) {
    if (!(error instanceof GroundingError)) throw error;
    return { base, policy, counts, sections: null, problem: error.detail };
  }
};

/** How many of a policy's proposals wait for a person. */
export const openCount = ({ counts }: ShownPolicy): number => counts.proposed + counts.stale;
