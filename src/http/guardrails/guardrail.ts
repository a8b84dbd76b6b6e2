import type { z } from 'zod';
import type { Config, ContextPassage } from '../../schema/index.js';
import type { HandoffCall } from '../handoff/index.js';
import type { JsonObject } from '../json.js';
import type { JudgedTexts } from '../judge-texts.js';
import type { ReadHistory } from '../messages.js';
import type { ProblemDocument } from '../problems.js';

/** The answer in a gateway's call, and what came with it. */
export interface AnswerToJudge {
  /** Texts of the bot; each is a choice of its own in the record. */
  texts: string[];
  history: ReadHistory;
  /** Passages of the caller: evidence only where the route trusts them. */
  context: ContextPassage[];
  /** Where the gateway may have named the conversation, under `conversation_id`. */
  metadata: unknown;
}

/** A decision, on its way into a gateway's words. */
export interface Judgement extends JudgedTexts {
  call: HandoffCall;
  /** Whether the decision is carried out: in shadow mode the gateway is told to change nothing. */
  isEnforced: boolean;
  /** Whether any text is to be delivered otherwise than it came. */
  isChanged: boolean;
  /** What the customer should see, by text. */
  texts: string[];
}

/** A reply that says what went wrong. */
export interface FaultReply {
  status: number;
  headers: Record<string, string>;
  body: JsonObject;
}

/**
 * A gateway that asks about answers which it delivers itself. One that can't be told (a fault of any kind) must end in
 * the gateway's own "no": `fault` says it in the gateway's words.
 */
export interface Guardrail<Body> {
  /** Path as routed. */
  path: string;
  /** Path as recorded and counted: without ids. */
  endpoint: string;
  /** Milliseconds after which the fail mode decides. */
  budgetMs(config: Config): number;
  body: z.ZodType<Body>;
  /** The route that the path names; null: that of the key or of `x-plumbline-route`. */
  routeIn(parameters: Record<string, string>): string | null;
  /**
   * The answer, or null where the call brings none (a check of a request).
   * @throws {GroundingError} request-invalid for an answer in no known place: it can't be judged.
   */
  read(body: Body): AnswerToJudge | null;
  reply(judgement: Judgement, body: Body): JsonObject;
  /** The reply to a call that brings no answer: nothing was judged, and it says so. */
  replyUnjudged(body: Body): JsonObject;
  fault(problem: ProblemDocument): FaultReply;
}
