import type {
  DecisionReason,
  GroundedAnswer,
  GroundingRequest,
  Language,
  ModelUse,
  SessionEnd,
  Verdict,
} from '../schema/index.js';
import { AnswerChecks, type CheckPorts } from './answer-checks.js';
import {
  type DecisionPolicy,
  decide,
  decideVerdict,
  isOnStrictTopic,
  type SegmentDecision,
  severity,
  worseDecision,
} from './decision/index.js';
import { holdingText, leftOutText, refusalText } from './escalation/index.js';
import { createSegmenter, type Segment } from './extraction/index.js';
import type { StructuredModel } from './ports.js';
import { ReleasedSpans } from './released-spans.js';
import { AnswerRewriter } from './rewriting/index.js';
import { failedCheck } from './verification/index.js';
import {
  addUse,
  type CheckedClaim,
  isOpen,
  type ModelTier,
  type SentenceGroup,
  type SentenceGroups,
  sentenceGroups,
} from './verification/judge/index.js';

/** What grounding asks of the outside. */
export interface GroundingPorts extends CheckPorts {
  /** Models that are asked about claims which the embedded checks leave open; without it those stay open. */
  models?: ModelTier;
  /** Writes in the place of what fails; without it the policy's own clauses do. */
  rewriter?: StructuredModel;
  /** Lets other work of the process in, between two segments; without it a long answer holds it until it is judged. */
  breathe?: () => Promise<void>;
  /** Words in place of an answer that escalates; without it the configured holding text. */
  holding?: HoldingWords;
}

/** A segment whose claims were checked; `openClaims` of them a grader is asked about before it is settled. */
interface CheckedSegment {
  segment: Segment;
  checked: CheckedClaim[];
  chars: number;
  openClaims: number;
}

/** What the customer reads in place of an answer that escalates for a reason. */
export type HoldingWords = (reason: DecisionReason, lang: Language) => Promise<string>;

/**
 * One answer on its way to the customer. The same session serves streams and whole answers, so that both get the same
 * claims, verdicts and decision.
 */
export interface AnswerSession {
  /** Feeds words of the bot; resolves to the text that may be delivered now, in order ("" if none yet). */
  push(delta: string, signal?: AbortSignal): Promise<string>;
  /** Ends the answer: the text still to deliver, and the outcome. Call it once. */
  end(signal?: AbortSignal): Promise<SessionEnd>;
}

/** `stream`: what is verified leaves at once, a closing message follows it. `whole`: a closing message replaces the answer. */
export type Delivery = 'stream' | 'whole';

const verdictOf = ({ embedded }: CheckedClaim): Verdict => embedded;

/** Made at each call: Workers allow no signal to be made while modules load. */
const neverAborted = (): AbortSignal => new AbortController().signal;

class Session implements AnswerSession {
  readonly #request: GroundingRequest;
  readonly #ports: GroundingPorts;
  readonly #delivery: Delivery;
  readonly #segmenter;
  readonly #checks: AnswerChecks;
  readonly #policy: DecisionPolicy;
  readonly #verdicts: Verdict[] = [];
  readonly #spans = new ReleasedSpans();
  readonly #groups: SentenceGroups<CheckedSegment> | null;
  /** Segments that were cut and not checked yet. */
  readonly #segments: Segment[] = [];
  #models: ModelUse[] = [];
  #isOver = false;
  #original = '';
  #delivered = '';
  #decision: SegmentDecision = { action: 'pass', reason: 'no_checkable_claim' };
  readonly #rewriter: AnswerRewriter;
  /** Whether a model may write in the place of what fails. */
  readonly #isWritten: boolean;

  constructor(request: GroundingRequest, ports: GroundingPorts, delivery: Delivery) {
    this.#request = request;
    this.#ports = ports;
    this.#delivery = delivery;
    this.#segmenter = createSegmenter(request.held_chars);
    const question = request.messages.findLast((message) => message.role === 'user')?.content ?? null;
    this.#checks = new AnswerChecks(request, question, ports);
    // Without a judge every sentence is a group of its own; in shadow mode a rewriter waits for the end as a judge does.
    const { models } = ports;
    const rewriter = request.is_rewritten === false ? null : (ports.rewriter ?? null);
    this.#isWritten = rewriter !== null;
    this.#groups =
      models === undefined && rewriter === null ? null : sentenceGroups(models?.group_chars ?? 1);
    this.#policy = {
      decisions: request.decisions,
      fail_mode: request.fail_mode,
      isStrict: (verdict) => isOnStrictTopic(verdict, question, request.strict_topics),
    };
    this.#rewriter = new AnswerRewriter({
      request,
      question,
      knowledge: this.#checks.knowledge,
      checks: {
        verify: (claim, signal) => this.#checks.verify(claim, signal),
        ...(models === undefined
          ? {}
          : {
              models: {
                isAsked: (verdict) => isOpen(verdict, models),
                grade: async (checked, signal) => {
                  const { verdicts, uses } = await this.#checks.grade(checked, models, signal);
                  this.#addUses(uses.map((use) => ({ ...use, claims: 0 })));
                  return verdicts;
                },
              },
            }),
      },
      model: rewriter,
      isStrict: this.#policy.isStrict,
      leftOutText: (lang) => leftOutText(request.handoff, lang),
      onUse: (use) => this.#addUses([use]),
    });
  }

  async push(delta: string, signal: AbortSignal = neverAborted()): Promise<string> {
    this.#original += delta;
    const text = await this.#process(this.#segmenter.push(delta), signal);
    return this.#request.mode === 'shadow' ? delta : text;
  }

  async end(signal: AbortSignal = neverAborted()): Promise<SessionEnd> {
    this.#isOver = true;
    let text = await this.#process(this.#segmenter.end(), signal);
    const closing = await this.#closingText();
    if (closing !== null) {
      if (this.#delivery === 'whole') {
        this.#delivered = closing;
        this.#spans.reset();
        text = closing;
      } else {
        const separator = this.#delivered.trim() === '' ? '' : '\n\n';
        this.#delivered += separator + closing;
        text += separator + closing;
      }
    }
    if (this.#request.mode === 'shadow') {
      this.#delivered = this.#original;
      this.#spans.reset(this.#original.length);
      text = '';
    }
    const embeddings = this.#ports.knowledge.dense?.embeddings;
    return {
      text,
      outcome: this.#outcome(),
      released: this.#spans.released,
      withheld: this.#spans.withheld(this.#original.length),
      language: this.#checks.lang,
      knowledge_version: this.#ports.knowledge.index.snapshot.version,
      models: this.#models,
      ...(this.#isWritten ? { rewrites: this.#rewriter.notes } : {}),
      ...(embeddings === undefined
        ? {}
        : { embeddings: { model: embeddings, is_missing: this.#checks.isDenseMissing } }),
    };
  }

  async #process(segments: readonly Segment[], signal: AbortSignal): Promise<string> {
    this.#segments.push(...segments);
    let text = '';
    for (let segment = this.#segments[0]; segment !== undefined; segment = this.#segments[0]) {
      await this.#ports.breathe?.();
      signal.throwIfAborted();
      const checked = await this.#checks.check(segment, signal);
      this.#segments.shift();
      if (this.#groups === null) text += await this.#settle(segment, checked.map(verdictOf), signal);
      else this.#groups.add(this.#grouped(segment, checked));
    }
    return this.#groups === null ? text : await this.#settleGroups(this.#groups, signal);
  }

  #grouped(segment: Segment, checked: CheckedClaim[]): CheckedSegment {
    const { models } = this.#ports;
    const open = checked.filter(({ embedded }) => models !== undefined && isOpen(embedded, models));
    return { segment, checked, chars: segment.text.length, openClaims: open.length };
  }

  /** Settles the groups that are complete; the grader is asked about all of them at once. */
  async #settleGroups(groups: SentenceGroups<CheckedSegment>, signal: AbortSignal): Promise<string> {
    // In shadow mode the bot's words go out at once, and no model may slow them.
    if (this.#request.mode === 'shadow' && !this.#isOver) return '';
    if (this.#isOver) groups.end();
    const ready = [...groups.ready()];
    const graded = await Promise.all(ready.map((group) => this.#grade(group, signal)));
    groups.drop(ready.length);
    let text = '';
    for (const { pieces, verdicts } of graded)
      for (const { segment, checked } of pieces)
        text += await this.#settle(
          segment,
          checked.map((one) => verdicts.get(one) ?? one.embedded),
          signal,
        );
    return text;
  }

  /** The verdicts of a group's claims that a grader was asked about. */
  async #grade(
    { pieces, openClaims }: SentenceGroup<CheckedSegment>,
    signal: AbortSignal,
  ): Promise<{ pieces: CheckedSegment[]; verdicts: Map<CheckedClaim, Verdict> }> {
    const { models } = this.#ports;
    if (openClaims === 0 || models === undefined) return { pieces, verdicts: new Map() };
    const open = pieces.flatMap(({ checked }) => checked).filter(({ embedded }) => isOpen(embedded, models));
    const { verdicts, uses } = await this.#checks.grade(open, models, signal);
    this.#addUses(uses);
    return {
      pieces,
      verdicts: new Map(open.map((one, i) => [one, verdicts[i] ?? failedCheck(one.claim, 'grading')])),
    };
  }

  #addUses(uses: readonly ModelUse[]): void {
    this.#models = uses.reduce(addUse, this.#models);
  }

  /** Decides a segment whose verdicts are final, and gives out what may leave. */
  async #settle(segment: Segment, verdicts: readonly Verdict[], signal: AbortSignal): Promise<string> {
    this.#verdicts.push(...verdicts);
    let decision = decide(verdicts, this.#policy);
    let text = segment.text;
    if (decision.action === 'rewrite') {
      const rewritten = await this.#rewriteOrNull(segment, verdicts, signal);
      if (rewritten === null)
        decision = { action: this.#request.decisions.unrepairable, reason: 'rewrite_failed' };
      else text = rewritten;
    }
    const wasClosed = this.#isClosed();
    this.#decision = worseDecision(this.#decision, decision);
    if (wasClosed || this.#isClosed()) return '';
    if (decision.action === 'pass') this.#spans.add(segment);
    this.#delivered += text;
    return text;
  }

  /** A rewrite that fails for whatever reason is none: the segment counts as beyond repair. */
  async #rewriteOrNull(
    segment: Segment,
    verdicts: readonly Verdict[],
    signal: AbortSignal,
  ): Promise<string | null> {
    const failing = verdicts.filter((verdict) => severity(decideVerdict(verdict, this.#policy).action) > 0);
    try {
      return await this.#rewriter.rewrite(
        {
          ...{ segment, verdicts, failing },
          lang: this.#checks.lang,
          before: this.#delivered,
          mayAsk: !this.#isClosed(),
        },
        signal,
      );
    } catch (error) {
      if (signal.aborted) throw error;
      return null;
    }
  }

  #isClosed(): boolean {
    return this.#decision.action === 'escalate' || this.#decision.action === 'block';
  }

  async #closingText(): Promise<string | null> {
    const { handoff, mode } = this.#request;
    const { action, reason } = this.#decision;
    if (action === 'block') return refusalText(handoff, this.#checks.lang);
    if (action !== 'escalate') return null;
    const { holding } = this.#ports;
    return holding === undefined || mode === 'shadow'
      ? holdingText(handoff, this.#checks.lang)
      : await holding(reason, this.#checks.lang);
  }

  #outcome(): GroundedAnswer {
    const scores = this.#verdicts.map((verdict) => verdict.score);
    return {
      decision: this.#decision.action,
      reason: this.#decision.reason,
      groundedness: scores.length === 0 ? null : Math.min(...scores),
      answer: this.#delivered,
      original_answer: this.#original,
      claims: this.#verdicts,
    };
  }
}

export const openAnswerSession = (
  request: GroundingRequest,
  ports: GroundingPorts,
  delivery: Delivery = 'stream',
): AnswerSession => new Session(request, ports, delivery);

/** Grounds a finished answer. `outcome.answer` is what the customer should see. */
export const groundAnswer = async (
  request: GroundingRequest,
  answer: string,
  ports: GroundingPorts,
  signal?: AbortSignal,
): Promise<SessionEnd> => {
  const session = openAnswerSession(request, ports, 'whole');
  await session.push(answer, signal);
  return await session.end(signal);
};
