import type { GlossaryEntry, Passage, Proposal, SectionHint, SourceFile } from '../../../schema/index.js';
import {
  type PolicySection,
  policySections,
  sectionDigest,
  sectionId,
  unwrapped,
} from '../policy-sections.js';
import type { IndexProblem } from '../problem.js';
import type { PlacedCorrection } from '../readings.js';
import { isProposalsOf } from './proposals-source.js';
import { type PlacedProposal, type PlacedSection, readProposals, sectionName } from './read-proposals.js';

/** A proposal that a person accepted, for the text that its section has now. */
export interface AcceptedProposal {
  file: string;
  /** The policy that it is of. */
  source: string;
  section: PolicySection;
  proposal: Proposal;
  line: number | null;
}

/** What accepted proposals come to in an index. */
export interface AppliedProposals {
  corrections: PlacedCorrection[];
  glossary: GlossaryEntry[];
  hints: SectionHint[];
  accepted: AcceptedProposal[];
  problems: IndexProblem[];
}

/**
 * Reads the files of proposals and keeps what counts: what a person accepted for the very text that the section has. What
 * was accepted for another text, or quotes what is not there, is a warning and without effect.
 * @param passages as read, before any correction.
 */
export const applyProposals = async (
  files: readonly SourceFile[],
  passages: readonly Passage[],
): Promise<AppliedProposals> => {
  const sections = files.length === 0 ? [] : policySections(passages);
  const accepted: AcceptedProposal[] = [];
  const problems: IndexProblem[] = [];
  for (const file of files) {
    const read = readProposals(file);
    problems.push(...read.problems);
    const own = sections.filter(({ source }) => isProposalsOf(file.source, source));
    for (const placed of read.sections) {
      const taken = await acceptedOf(file.source, placed, own);
      accepted.push(...taken.accepted);
      problems.push(...taken.problems);
    }
  }
  return {
    corrections: accepted.flatMap(correctionOf),
    glossary: accepted.flatMap(({ proposal }) => glossaryOf(proposal)),
    hints: accepted.flatMap(hintOf),
    accepted,
    problems,
  };
};

const acceptedOf = async (
  file: string,
  { section: written, line, proposals }: PlacedSection,
  sections: readonly PolicySection[],
): Promise<{ accepted: AcceptedProposal[]; problems: IndexProblem[] }> => {
  const chosen = proposals.filter(({ proposal }) => proposal.status === 'accepted');
  if (chosen.length === 0) return { accepted: [], problems: [] };
  const warning = (at: number | null, message: string): IndexProblem => ({
    severity: 'warning',
    source: file,
    line: at,
    message,
  });
  const name = sectionName(written.section);
  const unused = `${chosen.length === 1 ? 'an accepted proposal is' : `${chosen.length} accepted proposals are`} not used`;
  const section = sections.find(({ source, heading_path }) =>
    isSame({ source, heading_path }, { source, heading_path: written.section }),
  );
  if (section === undefined) {
    const message = `${unused}: the policy has no section “${name}” any more; reject them, or move them to the section that they belong to`;
    return { accepted: [], problems: [warning(line, message)] };
  }
  if ((await sectionDigest(section)) !== written.digest) {
    const message = `${unused}: the section “${name}” was edited since; run "plumbline propose" and look at them again`;
    return { accepted: [], problems: [warning(line, message)] };
  }
  const isQuoted = ({ proposal }: PlacedProposal): boolean => quoteStandsIn(proposal, section);
  return {
    accepted: chosen
      .filter(isQuoted)
      .map(({ proposal, line: at }) => ({ file, source: section.source, section, proposal, line: at })),
    problems: chosen
      .filter((one) => !isQuoted(one))
      .map(({ proposal, line: at }) =>
        warning(
          at,
          `the accepted proposal ${proposal.id} is not used: its quote does not stand in the section “${name}”; copy the ${proposal.kind === 'statement' ? 'whole sentence or list item' : 'words'} from the policy, or reject it`,
        ),
      ),
  };
};

const isSame = (a: Parameters<typeof sectionId>[0], b: Parameters<typeof sectionId>[0]): boolean =>
  sectionId(a) === sectionId(b);

/**
 * Whether the quote of a proposal, if it has one, stands in the section: a reading stands for a whole sentence or list item,
 * what contradicts an answer may be a part of one.
 */
export const quoteStandsIn = (proposal: Proposal, { passages }: PolicySection): boolean => {
  if (proposal.kind === 'statement') return passages.some((passage) => isWhole(passage, proposal.quote));
  if (proposal.kind !== 'wrong_answer') return true;
  return passages.some(({ quote }) => unwrapped(quote).includes(unwrapped(proposal.quote)));
};

const isWhole = ({ quote, row }: Passage, words: string): boolean =>
  row === null && unwrapped(quote) === unwrapped(words);

const correctionOf = ({ file, source, proposal, line }: AcceptedProposal): PlacedCorrection[] =>
  proposal.kind === 'statement'
    ? [{ file, line, entry: { source, quote: proposal.quote, reads_as: proposal.reads_as } }]
    : [];

const glossaryOf = (proposal: Proposal): GlossaryEntry[] => {
  switch (proposal.kind) {
    case 'synonyms':
      return [{ term: proposal.term, synonyms: proposal.synonyms, translations: {} }];
    case 'translations':
      return [{ term: proposal.term, synonyms: [], translations: proposal.translations }];
    default:
      return [];
  }
};

const hintOf = ({ section: { source, heading_path }, proposal }: AcceptedProposal): SectionHint[] =>
  proposal.kind === 'question'
    ? [{ source, heading_path, lang: proposal.lang, text: proposal.question }]
    : [];
