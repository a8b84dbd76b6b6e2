import { type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { Proposal } from '../../schema/index.js';
import { GroundingError } from '../errors.js';
import { describeProblem, readProposals } from '../indexing/index.js';

/** A file of proposals as it is edited: what nobody touches, comments included, stays; without a change, to the letter. */
export interface ProposalsText {
  sections(): readonly EditedSection[];
  /** Adds a section at a place among the others. */
  insert(at: number, section: { section: readonly string[]; digest: string }): EditedSection;
  remove(section: EditedSection): void;
  toString(): string;
}

/** One section of the file. */
export interface EditedSection {
  readonly heading_path: readonly string[];
  get(key: 'digest' | 'prompt' | 'model'): string | null;
  /** Null leaves the key out. */
  set(key: 'digest' | 'prompt' | 'model', value: string | null): void;
  proposals(): readonly EditedProposal[];
  add(proposal: Proposal): void;
  remove(proposal: EditedProposal): void;
}

/** One proposal of the file. */
export interface EditedProposal {
  readonly proposal: Proposal;
  /** Whether a person wrote a comment at it. */
  readonly hasComment: boolean;
  /** The proposal with other words. @throws {GroundingError} request-invalid where it is none any more. */
  withWords(words: Readonly<Record<string, unknown>>): Proposal;
  set(values: Partial<Record<string, unknown>>): void;
}

/**
 * Opens the text of a file for editing; empty for a new one.
 * @throws {GroundingError} policy-index-unreadable, with file, line and fix, where it cannot be read.
 */
export const openProposalsText = (file: string, text: string, policy: string): ProposalsText => {
  const [error] = readProposals({ source: file, text }).problems;
  if (error !== undefined)
    throw new GroundingError('policy-index-unreadable', { detail: `${describeProblem(error)}.` });
  const document: Document = parseDocument(text);
  if (!isSeq(document.contents)) {
    document.contents = document.createNode([]);
    if (document.commentBefore === null || document.commentBefore === undefined)
      document.commentBefore = headerOf(policy);
  }
  const list = document.contents;
  if (!isSeq(list)) throw new Error('a new list of proposals is no list');
  list.flow = false;
  let isChanged = false;
  const onChange = (): void => {
    isChanged = true;
  };
  return {
    sections: () => list.items.filter(isMap).map((node) => editedSection(document, node, onChange)),
    insert: (at, { section, digest }) => {
      const node = document.createNode({ section: [...section], digest, proposals: [] });
      const headings = node.get('section', true);
      if (isSeq(headings)) headings.flow = true;
      node.spaceBefore = at > 0;
      list.items.splice(at, 0, node);
      onChange();
      return editedSection(document, node, onChange);
    },
    remove: (section) => {
      list.items = list.items.filter((node) => !isMap(node) || !sameHeadings(node, section.heading_path));
      onChange();
    },
    toString: () => {
      if (!isChanged) return text;
      return list.items.length === 0 ? '' : document.toString({ lineWidth: 0 });
    },
  };
};

const headerOf = (policy: string): string =>
  ` What a model proposes for ${policy}. Nothing counts before a person sets its status to accepted;\n rejected is never proposed again. Correct the words where they are wrong. See docs/readings.md.`;

const sameHeadings = (node: YAMLMap, headings: readonly string[]): boolean =>
  JSON.stringify(headingsOf(node)) === JSON.stringify(headings);

const headingsOf = (node: YAMLMap): string[] => {
  const headings = node.get('section', true);
  return isSeq(headings) ? headings.items.map((item) => String(item)) : [];
};

const editedSection = (document: Document, node: YAMLMap, onChange: () => void): EditedSection => {
  const list = (): YAMLSeq => {
    const proposals = node.get('proposals', true);
    if (!isSeq(proposals)) throw new Error('a section without a list of proposals was read');
    return proposals;
  };
  return {
    heading_path: headingsOf(node),
    get: (key) => {
      const value = node.get(key);
      return typeof value === 'string' ? value : null;
    },
    set: (key, value) => {
      onChange();
      if (value === null) node.delete(key);
      else if (node.has(key)) node.set(key, value);
      else insertBefore(node, 'proposals', document.createPair(key, value));
    },
    proposals: () =>
      list()
        .items.filter(isMap)
        .map((item) => editedProposal(document, item, onChange)),
    add: (proposal) => {
      const proposals = list();
      proposals.flow = false;
      onChange();
      proposals.add(document.createNode(proposal));
    },
    remove: ({ proposal }) => {
      const proposals = list();
      proposals.items = proposals.items.filter((item) => !isMap(item) || item.get('id') !== proposal.id);
      if (proposals.items.length === 0) proposals.flow = true;
      onChange();
    },
  };
};

const insertBefore = (node: YAMLMap, key: string, pair: YAMLMap['items'][number]): void => {
  const at = node.items.findIndex(({ key: own }) => String(own) === key);
  node.items.splice(at < 0 ? node.items.length : at, 0, pair);
};

const editedProposal = (document: Document, node: YAMLMap, onChange: () => void): EditedProposal => ({
  proposal: Proposal.parse(node.toJS(document)),
  withWords: (words) => {
    const written: object = node.toJS(document);
    const parsed = Proposal.safeParse({ ...written, ...words });
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw new GroundingError('request-invalid', {
      detail: `The proposal cannot be changed so: "${issue?.path.map(String).join('.')}" ${issue?.message}.`,
      cause: parsed.error,
    });
  },
  hasComment: [node, ...node.items.flatMap(({ key, value }) => [key, value])].some(hasComment),
  set: (values) => {
    for (const [key, value] of Object.entries(values)) node.set(key, value);
    onChange();
  },
});

const hasComment = (node: unknown): boolean =>
  typeof node === 'object' &&
  node !== null &&
  (('comment' in node && Boolean(node.comment)) || ('commentBefore' in node && Boolean(node.commentBefore)));
