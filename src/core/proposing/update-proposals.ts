import type { ProposalKind } from '../../schema/index.js';
import {
  type PolicySection,
  quoteStandsIn,
  sectionDigest,
  sectionId,
  sectionName,
} from '../indexing/index.js';
import { type ProposalText, proposalId, textOf } from './proposal-text.js';
import type { EditedProposal, EditedSection, ProposalsText } from './proposals-text.js';

/** A policy as it is now. */
export interface PolicyText {
  source: string;
  title: string;
  sections: readonly PolicySection[];
}

/** How many proposals wait to be looked at again, since their section changed. */
export interface Settled {
  stale: number;
}

/**
 * Brings a file in line with its policy: sections that are new are added in the policy's order; of a section that was
 * edited, or is gone, what a person accepted or changed becomes stale, and what nobody touched leaves.
 */
export const settleProposals = async (
  text: ProposalsText,
  { source, sections }: PolicyText,
): Promise<Settled> => {
  let stale = 0;
  for (const written of text.sections()) {
    const section = sections.find(({ heading_path }) => isSection(written, heading_path));
    const digest = section === undefined ? null : await sectionDigest(section);
    if (digest === written.get('digest')) continue;
    for (const edited of written.proposals()) stale += await outdate(written, edited, source);
    if (digest === null) {
      if (written.proposals().length === 0) text.remove(written);
      continue;
    }
    written.set('digest', digest);
    written.set('prompt', null);
    written.set('model', null);
  }
  let place = 0;
  for (const { heading_path, ...section } of sections) {
    const at = text.sections().findIndex((written) => isSection(written, heading_path));
    if (at < 0)
      text.insert(place, {
        section: heading_path,
        digest: await sectionDigest({ heading_path, ...section }),
      });
    place = (at < 0 ? place : at) + 1;
  }
  return { stale };
};

const isSection = (written: EditedSection, headings: readonly string[]): boolean =>
  sectionId({ source: '', heading_path: written.heading_path }) ===
  sectionId({ source: '', heading_path: headings });

/** Returns how many became stale: one, or none. */
const outdate = async (section: EditedSection, edited: EditedProposal, policy: string): Promise<number> => {
  const { proposal, hasComment } = edited;
  if (proposal.status === 'rejected' || proposal.status === 'stale') return 0;
  const isUntouched = proposal.id === (await proposalId(policy, textOf(proposal))) && !hasComment;
  if (proposal.status === 'proposed' && isUntouched) {
    section.remove(edited);
    return 0;
  }
  edited.set({ status: 'stale' });
  return 1;
};

/** The sections about which this model was not asked with this prompt. */
export const sectionsToAsk = (
  text: ProposalsText,
  { sections }: PolicyText,
  asked: { prompt: string; model: string },
): PolicySection[] =>
  sections.filter(({ heading_path }) => {
    const written = text.sections().find((one) => isSection(one, heading_path));
    return written?.get('prompt') !== asked.prompt || written.get('model') !== asked.model;
  });

/**
 * Writes down what a model proposed for a section; what stands in the file already, however it was decided, is not
 * proposed again. Returns the kinds of those that are new; null where the section was edited meanwhile.
 */
export const addProposals = async (
  text: ProposalsText,
  policy: string,
  proposed: { section: PolicySection; texts: readonly ProposalText[]; prompt: string; model: string },
): Promise<ProposalKind[] | null> => {
  const written = text.sections().find((one) => isSection(one, proposed.section.heading_path));
  if (written === undefined || written.get('digest') !== (await sectionDigest(proposed.section))) return null;
  const known = new Set(
    text.sections().flatMap((section) => section.proposals().map(({ proposal }) => proposal.id)),
  );
  const added: ProposalKind[] = [];
  for (const said of proposed.texts) {
    const id = await proposalId(policy, said);
    if (known.has(id)) continue;
    known.add(id);
    written.add({ id, status: 'proposed', ...said });
    added.push(said.kind);
  }
  written.set('prompt', proposed.prompt);
  written.set('model', proposed.model);
  return added;
};

/** A person's decision about some proposals. */
export interface ProposalDecision {
  /** "all": every one that is proposed or stale. */
  ids: readonly string[] | 'all';
  status: 'accepted' | 'rejected';
  decided_by: string;
  /** ISO 8601. */
  decided_at: string;
  /** Other words for one proposal, by its own keys. */
  words?: Readonly<Record<string, unknown>>;
}

/** Why a proposal cannot be accepted: its section is gone, or its quote does not stand there. */
export type Hindrance = 'section_gone' | 'quote_gone';

/** What a decision came to. */
export interface Decided {
  decided: string[];
  /** Those that cannot be accepted, and why. */
  refused: { id: string; why: Hindrance; section: string }[];
}

/** Writes down a decision. Nothing is accepted whose quote does not stand in the section as it is now. */
export const decideProposals = (
  text: ProposalsText,
  { sections }: PolicyText,
  { ids, status, decided_by, decided_at, words = {} }: ProposalDecision,
): Decided => {
  const result: Decided = { decided: [], refused: [] };
  for (const written of text.sections()) {
    const section = sections.find(({ heading_path }) => isSection(written, heading_path));
    for (const edited of written.proposals()) {
      const { id } = edited.proposal;
      if (ids === 'all' ? !isOpen(edited) : !ids.includes(id)) continue;
      const proposal = edited.withWords(words);
      const why = status === 'accepted' ? hindrance(proposal, section) : null;
      if (why !== null) {
        result.refused.push({ id, why, section: sectionName(written.heading_path) });
        continue;
      }
      edited.set({ ...words, status, decided_by, decided_at });
      result.decided.push(id);
    }
  }
  return result;
};

const isOpen = ({ proposal: { status } }: EditedProposal): boolean =>
  status === 'proposed' || status === 'stale';

const hindrance = (
  proposal: EditedProposal['proposal'],
  section: PolicySection | undefined,
): Hindrance | null => {
  if (section === undefined) return 'section_gone';
  return quoteStandsIn(proposal, section) ? null : 'quote_gone';
};
