import type {
  GroundingRequest,
  Language,
  ModelUse,
  Passage,
  RewriteNote,
  Verdict,
} from '../../schema/index.js';
import { isStrictPassage } from '../decision/index.js';
import type { Segment } from '../extraction/index.js';
import { inForce } from '../indexing/index.js';
import type { StructuredModel } from '../ports.js';
import { type KnowledgeInForce, premisesOf } from '../verification/index.js';
import type { ClaimChecks } from './claim-checks.js';
import type { ReadPassage } from './clause-library.js';
import { type ClauseSearch, libraryOf, proveClause } from './prove-clause.js';
import { rewriteSegment } from './rewrite-segment.js';
import type { RewriterTask } from './rewriter-prompt.js';
import { columnsAsked } from './row-columns.js';
import { segmentFrame } from './segment-frame.js';
import { type WrittenSegment, writeSegment } from './write-segment.js';

export interface AnswerRewriterOptions {
  request: Pick<GroundingRequest, 'tenant' | 'as_of' | 'strict_topics' | 'messages' | 'held_chars'>;
  question: string | null;
  knowledge: KnowledgeInForce;
  checks: ClaimChecks;
  /** Writes fluent text; null: everything is rewritten by the policy's own clauses. */
  model: StructuredModel | null;
  /** Whether a verdict falls under a strict topic. */
  isStrict: (verdict: Verdict) => boolean;
  /** What stands where something was left out. */
  leftOutText: (lang: Language) => string;
  onUse: (use: ModelUse) => void;
}

/** A part of an answer in which something is to go. */
export interface SegmentTask {
  segment: Segment;
  verdicts: readonly Verdict[];
  /** Those of the verdicts whose claims may not stay. */
  failing: readonly Verdict[];
  lang: Language;
  /** What the customer has read of the answer by then. */
  before: string;
  /** Whether the model may be asked: not where nothing of it would be read. */
  mayAsk: boolean;
}

/** Clauses that were proved for a part; `isWhole` is false where a contradicted claim has none. */
interface ProvedClauses {
  clauses: ReadonlySet<ReadPassage>;
  isWhole: boolean;
}

/** Kinds of segments that a model writes; the others hold no sentence of the bot's own. */
const WRITTEN_KINDS: ReadonlySet<Segment['kind']> = new Set(['sentence', 'list_item', 'table_row']);
/** Clauses that a model is shown for one part. */
const CLAUSES_MAX = 6;

/**
 * Rewrites parts of one answer, in order: by the model where there is one and its text passes the checks, else by the
 * policy's own clauses. What a part becomes depends on what stands before it alone, in streams as in whole answers.
 */
export class AnswerRewriter {
  readonly #options: AnswerRewriterOptions;
  /** Clauses that this answer gives already. */
  readonly #given = new Set<ReadPassage>();
  #leftOutSaid = false;
  readonly notes: RewriteNote[] = [];

  constructor(options: AnswerRewriterOptions) {
    this.#options = options;
  }

  /** The part as it may be given out; null when it can't be repaired. @throws the signal's reason when it is aborted. */
  async rewrite(part: SegmentTask, signal: AbortSignal): Promise<string | null> {
    const proved = await this.#prove(part, signal);
    const { taken, faults } = await this.#write(part, proved, signal);
    const text = taken === null ? this.#byClauses(part, proved) : taken.text;
    const { start_char, end_char } = part.segment;
    const by = taken !== null ? 'model' : text === null ? 'none' : 'clauses';
    this.notes.push({ start_char, end_char, by, faults });
    return text;
  }

  async #prove(
    { verdicts, failing, lang, before }: SegmentTask,
    signal: AbortSignal,
  ): Promise<ProvedClauses> {
    const { request, question, knowledge, checks, model, isStrict } = this.#options;
    const search: ClauseSearch = {
      ...knowledge,
      ...checks,
      as_of: request.as_of,
      lang,
      question,
      premises: premisesOf(request),
      said: before,
    };
    const clauses = new Set<ReadPassage>();
    let isWhole = true;
    for (const verdict of failing) {
      const isPreferred = (passage: Passage): boolean =>
        isStrict(verdict) && isStrictPassage(passage, request.strict_topics);
      const beside = verdicts.filter((other) => other !== verdict).map(({ text }) => text);
      const proved = await proveClause(verdict, { ...search, beside }, isPreferred, signal);
      if (proved !== null) for (const clause of proved.rule) clauses.add(clause);
      else if (verdict.label === 'contradicted') isWhole = false;
      if (!isWhole && model === null) break;
    }
    return { clauses, isWhole };
  }

  async #write(part: SegmentTask, proved: ProvedClauses, signal: AbortSignal): Promise<WrittenSegment> {
    const { model, request, knowledge, checks, onUse } = this.#options;
    const task = this.#task(part, proved);
    if (model === null || task === null) return { taken: null, faults: [] };
    try {
      const { tenant, held_chars } = request;
      const written = await writeSegment(
        {
          ...{ tenant, held_chars, model, onUse, checks, task },
          index: knowledge.index,
          frame: segmentFrame(part.segment),
        },
        signal,
      );
      for (const number of written.taken?.numbers ?? []) {
        const clause = task.clauses[number - 1];
        if (clause !== undefined) this.#given.add(clause);
      }
      return written;
    } catch (error) {
      if (signal.aborted) throw error;
      return { taken: null, faults: ['failed'] };
    }
  }

  /** What a model is asked; null where it has nothing to write from, or nothing to add. */
  #task(part: SegmentTask, { clauses }: ProvedClauses): RewriterTask | null {
    const { segment, verdicts, failing, lang, before, mayAsk } = part;
    const { request, question } = this.#options;
    if (!mayAsk || !WRITTEN_KINDS.has(segment.kind)) return null;
    const shown = [...new Set([...clauses, ...failing.flatMap((verdict) => this.#citedBy(verdict))])];
    const right = verdicts.filter((verdict) => verdict.band === 'verified' && !failing.includes(verdict));
    const isSaid = shown.every((clause) => this.#given.has(clause));
    if (right.length === 0 && isSaid) return null;
    return {
      as_of: request.as_of,
      question,
      premises: premisesOf(request),
      lang,
      kind: segment.kind,
      content: segmentFrame(segment).content,
      before,
      right,
      wrong: failing.filter(({ band }) => band === 'failing'),
      open: verdicts.filter((verdict) => verdict.band !== 'failing' && !right.includes(verdict)),
      clauses: shown.slice(0, CLAUSES_MAX),
    };
  }

  /** Passages in force that a verdict names for or against its claim. */
  #citedBy({ evidence }: Verdict): ReadPassage[] {
    const { knowledge, request } = this.#options;
    const library = libraryOf(knowledge.index);
    return evidence
      .filter(({ relation }) => relation !== 'related')
      .flatMap((cited) => library.find(cited) ?? [])
      .filter(({ passage }) => inForce(passage, request.as_of));
  }

  #byClauses({ segment, failing, lang }: SegmentTask, { clauses, isWhole }: ProvedClauses): string | null {
    if (!isWhole) return null;
    const { question, knowledge } = this.#options;
    const said = [...failing.map(({ text }) => text), ...(question === null ? [] : [question])];
    const { text, saysLeftOut } = rewriteSegment({
      text: segment.text,
      kind: segment.kind,
      clauses: [...clauses],
      lang,
      isQuoted: (clause) => this.#given.has(clause),
      columnsOf: columnsAsked(said, knowledge.index, lang),
      leftOutText: this.#leftOutSaid ? null : this.#options.leftOutText(lang),
    });
    for (const clause of clauses) this.#given.add(clause);
    this.#leftOutSaid ||= saysLeftOut;
    return text;
  }
}
