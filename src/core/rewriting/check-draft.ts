import type { Claim, RewriteFault } from '../../schema/index.js';
import { createAnswerReader, createSegmenter } from '../extraction/index.js';
import { detectLanguage } from '../reading/index.js';
import type { KnowledgeIndex } from '../retrieval/index.js';
import { citeClauses } from './cite-clauses.js';
import { type ClaimChecks, unverified, verdictsOf } from './claim-checks.js';
import { shareKept } from './kept-words.js';
import { newValues, type ReadWords } from './new-values.js';
import type { RefusedDraft, RewriterTask } from './rewriter-prompt.js';
import { rowCells, rowOf, type SegmentFrame } from './segment-frame.js';

/** A text may be as long as what it replaces and the clauses it rests on, and so much longer. */
const EXTRA_CHARS_MAX = 120;
/** Least share of the words of a right claim that a text must keep, in their order. */
const RIGHT_KEPT_MIN = 0.8;
/** Marks of headings, items, emphasis, code, links and HTML, which a text may have only where its segment has them. */
const MARKS = /[<>`]|\]\(|^#{1,6}(?=\s)|^(?:[-*+•]|\d{1,3}[.)])(?=\s)|\*\*|__/g;

export interface DraftChecking {
  task: RewriterTask;
  frame: SegmentFrame;
  index: KnowledgeIndex;
  checks: ClaimChecks;
  /** Longest part that is held for one sentence, as the answer is cut by it. */
  held_chars: number;
}

/** A segment that may be given out in the place of another, or why the text may not. */
export type CheckedDraft =
  | { isTaken: true; text: string; numbers: number[] }
  | { isTaken: false; refused: RefusedDraft };

/**
 * Holds a rewriter's text, on one line, against all that it must be: in form and language of what it replaces, with
 * everything that is right, citing, without figures and contacts of its own, and each of its claims verified by the
 * checks and models that the bot's words go through.
 */
export const checkDraft = async (
  draft: string,
  input: DraftChecking,
  signal: AbortSignal,
): Promise<CheckedDraft> => {
  const { task } = input;
  const refuse = (fault: RewriteFault, details: readonly string[] = []): CheckedDraft => ({
    isTaken: false,
    refused: { text: draft, fault, details },
  });
  if (draft === '') return refuse('declined');
  const { bare, cited, numbers } = citeClauses(draft, task.clauses, task.lang);
  if (!hasForm(bare, task)) return refuse('form');
  const language = detectLanguage(bare);
  if (language !== null && language !== task.lang) return refuse('language');
  const unknown = numbers.filter((number) => task.clauses[number - 1] === undefined);
  if (unknown.length > 0)
    return refuse(
      'citation',
      unknown.map((number) => `[${number}]`),
    );
  if (numbers.length === 0 && task.clauses.length > 0 && !isOnlyKept(bare, task)) return refuse('citation');
  const added = newValues(wordsRead(bare, input), sourcesOf(input));
  if (added.figures.length > 0) return refuse('new_figure', added.figures);
  if (added.contacts.length > 0) return refuse('new_contact', added.contacts);
  const dropped = task.right.filter(({ text }) => shareKept(text, bare) < RIGHT_KEPT_MIN);
  if (dropped.length > 0)
    return refuse(
      'dropped',
      dropped.map(({ text }) => text),
    );
  const claims = claimsOf(bare, input);
  if (claims.length === 0) return refuse('no_claim');
  const open = unverified(await verdictsOf(claims, input.checks, signal));
  if (open.length > 0)
    return refuse(
      'not_verified',
      open.flatMap(({ text, findings }) => [text, ...findings.map(({ message }) => message)]),
    );
  return { isTaken: true, text: framed(cited, input), numbers };
};

const hasForm = (text: string, { kind, content, clauses }: RewriterTask): boolean => {
  const sources = clauses.reduce((sum, { passage }) => sum + passage.text.length, 0);
  if (text.length > content.length + sources + EXTRA_CHARS_MAX) return false;
  if (kind === 'table_row') {
    const [cells, own] = [rowCells(text), rowCells(content)];
    return cells.length === own.length && cells[0] === own[0];
  }
  return (text.match(MARKS) ?? []).every((mark) => content.includes(mark));
};

/** Whether a text says no more than the sentence that it replaces: all of its words stand there, in their order. */
const isOnlyKept = (text: string, { content }: RewriterTask): boolean => shareKept(text, content) === 1;

const wordsRead = (text: string, { index, task }: DraftChecking): ReadWords => ({
  text,
  reading: index.read(text, task.lang),
});

/** What figures may come from: the clauses with their headings, and what is right. */
const sourcesOf = (input: DraftChecking): ReadWords[] => [
  ...input.task.clauses.flatMap(({ passage, reading }) => [
    { text: passage.text, reading },
    ...[passage.title, ...passage.heading_path].map((heading) => wordsRead(heading, input)),
  ]),
  ...input.task.right.map(({ text }) => wordsRead(text, input)),
];

/** The claims of a text as the customer reads them: after what was said before. */
const claimsOf = (bare: string, { task, frame, held_chars }: DraftChecking): Claim[] => {
  const { question, premises, lang, before } = task;
  const segmenter = createSegmenter(held_chars);
  const reader = createAnswerReader({ question, premises, lang });
  const segments = [...segmenter.push(before + frame.marker + bare + frame.trailing), ...segmenter.end()];
  return segments
    .flatMap((segment) => reader.read(segment))
    .filter(({ end_char }) => end_char > before.length);
};

const framed = (cited: string, { task, frame }: DraftChecking): string =>
  frame.marker + (task.kind === 'table_row' ? rowOf(rowCells(cited)) : cited) + frame.trailing;
