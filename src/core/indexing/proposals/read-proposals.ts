import { type Proposal, ProposedSection, type SourceFile } from '../../../schema/index.js';
import type { IndexProblem } from '../problem.js';
import { readYamlList } from '../read-yaml-list.js';

/** A proposal with the line of its file on which it begins, counted from 1. */
export interface PlacedProposal {
  proposal: Proposal;
  line: number | null;
}

/** The proposals for one section, with where it stands in its file. */
export interface PlacedSection {
  section: ProposedSection;
  line: number | null;
  proposals: PlacedProposal[];
}

/** Reads one file of proposals. An entry that cannot be read, and an id or a section given twice, is an error. */
export const readProposals = ({
  source,
  text,
}: SourceFile): { sections: PlacedSection[]; problems: IndexProblem[] } => {
  const { entries, problems } = readYamlList(text, {
    schema: ProposedSection,
    source,
    what: 'the list of proposals',
    begins: '- section:',
    has: 'section (its headings), digest and proposals, each of these with id, kind, status (proposed, accepted, rejected or stale) and its text; prompt and model say who was asked',
  });
  const sections = entries.map(({ entry, line, lineOf }) => ({
    section: entry,
    line,
    proposals: entry.proposals.map((proposal, at) => ({ proposal, line: lineOf(['proposals', at]) })),
  }));
  const error = (line: number | null, message: string): void => {
    problems.push({ severity: 'error', source, line, message });
  };
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const { section, line, proposals } of sections) {
    const name = sectionName(section.section);
    if (names.has(name)) error(line, `the section “${name}” stands here twice; put its proposals together`);
    names.add(name);
    for (const { proposal, line: at } of proposals) {
      if (ids.has(proposal.id))
        error(at, `two proposals have the id ${proposal.id}; give one of them another id`);
      ids.add(proposal.id);
    }
  }
  return { sections, problems };
};

/** "Bereavement › 7. Tickets already bought", for people. */
export const sectionName = (headings: readonly string[]): string =>
  headings.length === 0 ? 'before the first heading' : headings.join(' › ');
