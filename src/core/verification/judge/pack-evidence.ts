import type { Claim, Passage } from '../../../schema/index.js';
import { sectionId } from '../../indexing/index.js';
import { type IndexedPassage, retrieveEvidence } from '../../retrieval/index.js';
import type { VerificationInput } from '../verify-claim.js';
import { clippedLine, plainLine } from './plain-line.js';

/** A numbered piece of evidence as a grader sees it. */
export interface EvidenceItem {
  /** From 1, in the order of the prompt. */
  number: number;
  /** One line. */
  text: string;
  /** Null for a tool result, which shows facts of the customer's own case and never a rule. */
  passage: Passage | null;
}

/** Passages that are read together: those of one section, one table or one tool result. */
export interface EvidenceSection {
  /** Title and headings; null for tool results. */
  heading: string | null;
  source: string | null;
  effective_from: string | null;
  effective_to: string | null;
  items: EvidenceItem[];
}

export interface PackedEvidence {
  sections: EvidenceSection[];
  /** The items of all sections, by number. */
  items: EvidenceItem[];
  /** For each claim the places in `sections` of those nearest to it, tool results included. */
  nearest: ReadonlySet<number>[];
}

/** Passages found a claim: many, since whole sections are taken and a claim of two parts may need two of them. */
const FOUND = 100;
/** Sections that may bear a claim out: of one that is not among its nearest a grade was hardly given for this claim. */
const NEAREST = 12;
/**
 * Most of the budget that one section takes while others wait; of one that is longer the nearest passages are taken
 * first. Measured by `eval:retrieval --judge`: long tables crowd out the section that decides.
 */
const SECTION_SHARE_MAX = 0.15;
/** Most of the budget for tool results, and the longest one shown. */
const TOOL_RESULTS_SHARE_MAX = 0.25;
const TOOL_RESULT_CHARS_MAX = 2_000;
/** Characters that a number and a line break take beside a passage's words. */
const LINE_CHARS = 6;

export interface PackingInput
  extends Pick<VerificationInput, 'index' | 'as_of' | 'context' | 'dense' | 'signal'> {
  /** Tool results of the customer's own case. */
  tool_results: readonly string[];
  /** Passages that the embedded checks cited for each claim: they come first. */
  cited?: readonly (readonly Passage[])[];
  /** Most characters of all evidence. */
  chars: number;
}

interface FoundSection {
  id: string;
  score: number;
  /** Passages of it that were found, nearest first. */
  found: Map<string, Passage>;
}

/**
 * The evidence for some claims: whole sections in force with their headings, rows with the names of their columns, as
 * many as the budget holds; the nearest sections of every claim first. Of a section that is too long, what was found.
 * Depends on the claims and the evidence alone.
 */
export const packEvidence = async (
  claims: readonly Claim[],
  input: PackingInput,
): Promise<PackedEvidence> => {
  const wanted: FoundSection[][] = [];
  for (const [i, claim] of claims.entries())
    wanted.push(await sectionsFor(claim, input.cited?.[i] ?? [], input));
  const order = interleaved(wanted);
  const toolResults = packToolResults(input);
  const taken = takeSections(order, input.chars - charsOf(toolResults), input);
  const places = new Map(taken.map(({ id }, place) => [id, place]));
  const near = wanted.map((sections) => [
    ...sections.slice(0, NEAREST).flatMap(({ id }) => places.get(id) ?? []),
    ...toolResults.map((_, place) => taken.length + place),
  ]);
  return {
    ...numberedEvidence([...taken.map(({ passages }) => passages), ...toolResults]),
    nearest: near.map((each) => new Set(each)),
  };
};

const sectionsFor = async (
  claim: Claim,
  cited: readonly Passage[],
  input: PackingInput,
): Promise<FoundSection[]> => {
  const retrieved = await retrieveEvidence(
    { claim, reading: input.index.read(claim.text, claim.lang) },
    input.index,
    {
      as_of: input.as_of,
      limit: FOUND,
      extra: [...input.context],
      ...(input.dense === undefined ? {} : { dense: input.dense }),
      signal: input.signal,
    },
  );
  const sections = new Map<string, FoundSection>();
  const add = (passage: Passage, score: number): void => {
    const id = sectionId(passage);
    const section = sections.get(id) ?? { id, score: 0, found: new Map() };
    section.score = Math.max(section.score, score);
    if (!section.found.has(passage.id)) section.found.set(passage.id, passage);
    sections.set(id, section);
  };
  for (const { passage, score } of retrieved) add(passage, score);
  // What the embedded checks rest on is seen whatever retrieval ranks it.
  for (const passage of cited) add(passage, 1);
  return [...sections.values()].sort((a, b) => b.score - a.score);
};

/** The first section of every claim, then the second of each, and so on; each once, with all that was found of it. */
const interleaved = (wanted: readonly FoundSection[][]): FoundSection[] => {
  const order = new Map<string, FoundSection>();
  const depth = Math.max(0, ...wanted.map((sections) => sections.length));
  for (let rank = 0; rank < depth; rank += 1)
    for (const sections of wanted) {
      const section = sections[rank];
      if (section === undefined) continue;
      const known = order.get(section.id);
      if (known === undefined) order.set(section.id, { ...section, found: new Map(section.found) });
      else for (const [id, passage] of section.found) known.found.set(id, passage);
    }
  return [...order.values()];
};

/** Each section in turn with at most its share; then, with what is left, the rest of those that were longer. */
const takeSections = (
  order: readonly FoundSection[],
  chars: number,
  input: PackingInput,
): { id: string; passages: Passage[] }[] => {
  let left = chars;
  const taken: { section: FoundSection; kept: ReadonlySet<string>; whole: Passage[] }[] = [];
  for (const section of order) {
    const whole = passagesOf(section, input);
    const kept = takeWithin(section, whole, Math.min(left, input.chars * SECTION_SHARE_MAX));
    if (kept.size === 0) continue;
    left -= sizeOf(whole.filter(({ id }) => kept.has(id)));
    taken.push({ section, kept, whole });
  }
  return taken.map(({ section, kept, whole }) => {
    const size = sizeOf(whole.filter(({ id }) => kept.has(id)));
    const more = kept.size === whole.length ? kept : takeWithin(section, whole, size + left);
    const passages = whole.filter(({ id }) => more.has(id));
    left -= sizeOf(passages) - size;
    return { id: section.id, passages };
  });
};

/** The passages in force of a section, in reading order. */
const passagesOf = ({ id }: FoundSection, { index, as_of, context }: PackingInput): Passage[] => {
  const active = index.inForceAt(as_of);
  const own = (index.sections.get(id) ?? []).filter((ordinal) => active[ordinal] === 1);
  const entries: readonly IndexedPassage[] =
    own.length > 0
      ? own.flatMap((ordinal) => index.entries[ordinal] ?? [])
      : context.filter(({ passage }) => sectionId(passage) === id);
  return entries.map(({ passage }) => passage);
};

/** All of a section where it fits, else what was found of it, nearest first, as far as that fits. */
const takeWithin = ({ found }: FoundSection, whole: readonly Passage[], chars: number): Set<string> => {
  if (sizeOf(whole) <= chars) return new Set(whole.map(({ id }) => id));
  const kept = new Set<string>();
  const inForce = new Set(whole.map(({ id }) => id));
  let room = chars - HEADING_CHARS;
  for (const passage of found.values()) {
    const size = lineChars(passage);
    if (size > room || !inForce.has(passage.id)) continue;
    room -= size;
    kept.add(passage.id);
  }
  return kept;
};

const HEADING_CHARS = 80;

const lineChars = ({ text }: Passage): number => text.length + LINE_CHARS;

const sizeOf = (passages: readonly Passage[]): number =>
  passages.reduce((sum, passage) => sum + lineChars(passage), passages.length === 0 ? 0 : HEADING_CHARS);

const packToolResults = ({ tool_results, chars }: PackingInput): string[] => {
  let left = chars * TOOL_RESULTS_SHARE_MAX;
  // The latest tell most of how things stand now.
  return tool_results
    .map((text) => clippedLine(text, TOOL_RESULT_CHARS_MAX))
    .filter((line) => line !== '')
    .reverse()
    .filter((line) => {
      left -= line.length;
      return left >= 0;
    })
    .reverse();
};

const charsOf = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + line.length + LINE_CHARS, 0);

/** Sections of passages in force, or tool results, with their pieces numbered from 1. */
export const numberedEvidence = (
  packed: readonly (readonly Passage[] | string)[],
): Omit<PackedEvidence, 'nearest'> => {
  let number = 0;
  const item = (text: string, passage: Passage | null): EvidenceItem => {
    number += 1;
    return { number, text, passage };
  };
  const sections = packed.map((part): EvidenceSection => {
    if (typeof part === 'string')
      return {
        heading: null,
        source: null,
        effective_from: null,
        effective_to: null,
        items: [item(part, null)],
      };
    const first = part[0];
    return {
      heading: first === undefined ? '' : headingOf(first),
      source: first?.source ?? null,
      effective_from: first?.effective_from ?? null,
      effective_to: first?.effective_to ?? null,
      items: part.map((passage) => item(plainLine(passage.text), passage)),
    };
  });
  return { sections, items: sections.flatMap(({ items }) => items) };
};

const headingOf = ({ title, heading_path }: Passage): string =>
  [...new Set([title, ...heading_path])].map((part) => plainLine(part.replaceAll('_', ' '))).join(' › ');
