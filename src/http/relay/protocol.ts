import type { UpstreamResponse } from '../../core/ports.js';
import type { Language, RouteConfig } from '../../schema/index.js';
import type { JsonObject } from '../json.js';
import type { ReadHistory } from '../messages.js';
import type { ProblemDocument } from '../problems.js';
import type { RouteSettings } from '../route-settings.js';
import type { StreamAdapter, WholeReply } from './events.js';
import type { SilentReply, SilentRequest } from './silent-reply.js';

/** What a request says, as far as grounding reads it; the bot gets the bytes that the caller sent. */
export interface ReadRequest {
  history: ReadHistory;
  messageCount: number;
  /** As the request names it; null where it names none. */
  conversation_id: string | null;
  streamed: boolean;
  model: string | null;
  /** How many answers to choose from are asked for; absent: one. */
  choices?: number;
  /** Language of the conversation where the request says it; else it is detected. */
  language?: Language | null;
  /** json: the answer is structured output, for a program to read. */
  form?: TextForm;
}

export type TextForm = 'words' | 'json';

export interface RequestPlace {
  headers: Headers;
  route: RouteSettings;
}

export interface ReplyOptions {
  reasoning: RouteConfig['reasoning'];
  route: RouteSettings;
  /** Form of the answer's texts; refusals are words always. */
  form: TextForm;
}

export interface StreamOptions extends ReplyOptions {
  /** Whether the caller wants the decision in the last frame. */
  wantsDetails: boolean;
  contentType: string;
}

/** A wire protocol of bots: an adapter between its requests, replies and frames and the one event model. */
export interface Protocol {
  /** Which `upstreams.*.protocol` it is. */
  upstream: RouteSettings['protocol'];
  /** Where callers post; a parameter `:route` names the route. */
  path: string;
  /** Path and query after the upstream's base URL. */
  upstreamPath(request: Request, route: RouteSettings): string;
  /** @throws {GroundingError} request-invalid, naming the field; request-endpoint-not-checked for what no check sees. */
  readRequest(body: unknown, place: RequestPlace): ReadRequest;
  /** @throws {GroundingError} upstream-invalid if it is no reply of this protocol. */
  readWhole(text: string, options: ReplyOptions): WholeReply;
  isStream(response: UpstreamResponse): boolean;
  /** Content type of the stream that is sent. */
  streamType(response: UpstreamResponse): string;
  openStream(options: StreamOptions): StreamAdapter;
  /** What stands around our own words where no bot is asked. */
  silentReply(request: SilentRequest): SilentReply;
  /** The request's body as the bot may get it, where that differs; else the same value. */
  forwardedBody?(body: unknown): unknown;
  /** The request's body with a note of ours to the bot among its instructions. Absent: there is no place for one. */
  withNote?(body: unknown, note: string): unknown;
  /** The body of a bot's error response: as it came if it is the vendor's, else in the vendor's form. */
  errorBody(status: number, text: string): string;
  /** A problem as the vendor's clients read it. Absent: the problem document with its OpenAI member. */
  problemBody?(document: ProblemDocument): JsonObject;
}
