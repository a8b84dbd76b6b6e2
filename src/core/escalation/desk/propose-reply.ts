import type {
  Claim,
  GroundingRequest,
  Language,
  Passage,
  ProposedReply,
  RecordedChoice,
  Verdict,
} from '../../../schema/index.js';
import { isOnStrictTopic, isStrictPassage } from '../../decision/index.js';
import { createSegmenter, type Segment } from '../../extraction/index.js';
import { type GroundingPorts, groundAnswer } from '../../pipeline.js';
import { type ProvedRule, proveClause, quoteClauses, type ReadPassage } from '../../rewriting/index.js';
import { verificationOf, verifyClaim } from '../../verification/index.js';
import { correctByRow } from './correct-by-row.js';

export interface ProposalInput {
  /** What the bot wanted to say, with its verdicts; spans are of `original_answer`. */
  choice: Pick<RecordedChoice, 'original_answer' | 'claims'>;
  lang: Language;
  /** What it was to be held against, by today's policies. */
  request: GroundingRequest;
}

/** Items and rows are lines of their own, whatever stands beside them. */
const LINE_KINDS: ReadonlySet<Segment['kind']> = new Set(['list_item', 'table_row', 'table_header']);

/** What leads in the lines after it, and says nothing without them. */
const isLeadIn = ({ kind, text }: Segment): boolean =>
  kind === 'table_header' || kind === 'heading' || text.trimEnd().endsWith(':');

/** Whether the verdict itself names the passage against the claim: one that is merely near may be about another case. */
const isNamedBy = ({ evidence }: Verdict, { passage }: ReadPassage): boolean =>
  evidence.some(
    ({ relation, source, start_char, end_char }) =>
      relation === 'contradicts' &&
      source === passage.source &&
      start_char === passage.start_char &&
      end_char === passage.end_char,
  );

/** A reply that grows: the text, and the same without the words around quoted clauses, which is what gets checked. */
class Draft {
  text = '';
  bare = '';
  #wasLine = false;

  add(text: string, bare: string, isLine = false): void {
    const gap = this.text === '' ? '' : this.#wasLine === isLine ? (isLine ? '\n' : ' ') : '\n\n';
    this.text += gap + text.trim();
    this.bare += (this.bare === '' || isLine ? gap : '\n\n') + bare.trim();
    this.#wasLine = isLine;
  }
}

/** Finds the clause that says otherwise than a failing claim; those of a strict topic's own documents go before. */
const clauseFinder = ({ lang, request }: ProposalInput, { knowledge }: GroundingPorts) => {
  const question = request.messages.findLast(({ role }) => role === 'user')?.content ?? null;
  const verification = verificationOf(request, knowledge, lang);
  const verify = async (claim: Claim, signal: AbortSignal) =>
    await verifyClaim(claim, { ...verification, signal });
  const search = { ...knowledge, as_of: request.as_of, lang, question, verify };
  return async (verdict: Verdict, signal: AbortSignal): Promise<ProvedRule | null> => {
    if (verdict.band !== 'failing') return null;
    const isStrict = isOnStrictTopic(verdict, question, request.strict_topics);
    const isOwn = (passage: Passage) => isStrict && isStrictPassage(passage, request.strict_topics);
    const proved = await proveClause(verdict, search, isOwn, signal);
    return proved !== null && isNamedBy(verdict, proved.clause) ? proved : null;
  };
};

/** Whether a finished text is borne out throughout, as on a strict topic. */
const isBorneOut = async (
  text: string,
  request: GroundingRequest,
  ports: GroundingPorts,
  signal: AbortSignal,
): Promise<boolean> => {
  const decisions = { ...request.decisions, failing: 'block', not_verified: 'escalate' } as const;
  const strict: GroundingRequest = { ...request, mode: 'enforce', fail_mode: 'closed', decisions };
  const { outcome } = await groundAnswer(strict, text, ports, signal);
  return outcome.decision === 'pass' && outcome.reason === 'grounded';
};

/**
 * The safe reply to what a bot must not say: its sentences that are verified throughout; those that fail with their
 * number put right from the table, else the clauses that say otherwise in their place, each proven by the checks. What
 * comes of it is checked again as one text; null where that fails, nothing is left, or a failing claim finds no answer.
 * Words without a claim stay out: "Good news!" promises what the rest no longer says.
 */
export const proposeReply = async (
  input: ProposalInput,
  ports: GroundingPorts,
  signal: AbortSignal,
): Promise<ProposedReply | null> => {
  const { choice, lang, request } = input;
  const clauseAgainst = clauseFinder(input, ports);
  const holds = async (text: string) => await isBorneOut(text, request, ports, signal);
  const segmenter = createSegmenter(request.held_chars);
  const segments = [...segmenter.push(choice.original_answer ?? ''), ...segmenter.end()];
  const draft = new Draft();
  const quoted = new Set<ReadPassage>();
  const unanswered: string[] = [];
  let leadIns: Segment[] = [];
  for (const segment of segments) {
    const verdicts = choice.claims.filter(
      ({ start_char }) => start_char >= segment.start_char && start_char < segment.end_char,
    );
    if (verdicts.length === 0) {
      leadIns = isLeadIn(segment) ? [...leadIns, segment] : segment.text.trim() === '' ? leadIns : [];
      continue;
    }
    if (verdicts.every(({ band }) => band === 'verified')) {
      for (const kept of [...leadIns, segment]) draft.add(kept.text, kept.text, LINE_KINDS.has(kept.kind));
      leadIns = [];
      continue;
    }
    const open = verdicts.filter(({ band }) => band !== 'verified');
    const [only] = open;
    if (only?.band === 'failing' && open.length === 1) {
      const text = await correctByRow(segment.text, segment.start_char, only, lang, holds);
      if (text !== null) {
        draft.add(text, text, LINE_KINDS.has(segment.kind));
        continue;
      }
    }
    for (const verdict of open) {
      const proved = await clauseAgainst(verdict, signal);
      // Silence on what was wrong would leave the customer with a reply to something else.
      if (proved === null && verdict.band === 'failing') return null;
      if (proved === null) unanswered.push(verdict.text);
      const fresh = proved?.rule.filter((clause) => !quoted.has(clause)) ?? [];
      if (fresh.length === 0) continue;
      for (const clause of fresh) quoted.add(clause);
      draft.add(quoteClauses(fresh, lang), fresh.map(({ passage }) => passage.text).join(' '));
    }
  }
  if (draft.text === '' || !(await holds(draft.bare))) return null;
  return {
    text: draft.text,
    clauses: [...quoted].map(({ passage: { source, section, quote } }) => ({ source, section, quote })),
    unanswered,
  };
};
