import type { Regime, ScriptedAnswer, ScriptedCall } from './answers.js';

/**
 * How an answer comes back: whole; as a stream; or not to its end: an error in its place, an error after its last word,
 * a connection that ends there.
 */
export type Mode = 'whole' | 'streamed' | 'error' | 'streamed_error' | 'streamed_cut';

export const isStreamed = (mode: Mode): boolean => mode.startsWith('streamed');

/** What the scripted bot says: the same words on every protocol. */
export interface Said {
  answer: ScriptedAnswer;
  /** The words of each delta. */
  pieces: readonly string[];
}

/** What a client of the protocol makes of a reply. */
export interface Delivered {
  text: string;
  calls: ScriptedCall[];
  /** Whether the vendor's own terminal event, or a whole reply's end, is there. */
  isEnded: boolean;
  /** Whether the reply says, in the vendor's form, that it failed. */
  isError: boolean;
  /** What is not in the vendor's form, in words. */
  problems: string[];
}

/** A request as the suite sends it; `route` names the deployment's route, where the path doesn't. */
export interface SuiteRequest {
  path: string;
  route: string;
  headers: Record<string, string>;
  body: unknown;
}

/** What the suite knows of a protocol. A protocol is a file with one of these, and a line in `protocols/index.ts`. */
export interface ConformanceProtocol {
  id: string;
  name: string;
  modes: readonly Mode[];
  /** Whether a call of a function can stand beside the words. */
  hasCalls: boolean;
  /** Whether the reply tells the caller what the bot said, as its contract: then it is not to be shown to customers. */
  showsOriginal: boolean;
  /** Routes of the deployment by what they do with an answer that fails. */
  routes: Record<Regime, string>;
  /** @param script words that name what the bot is to say; they must reach it within the body. */
  request(answer: ScriptedAnswer, mode: Mode, script: string): SuiteRequest;
  /** The bot's side; null where no bot is asked. */
  bot: BotWire | null;
  readWhole(body: string): Delivered;
  readStream(raw: string): Delivered;
}

/** How a bot of the protocol writes. It repeats the words wherever the vendor's form has a place for them. */
export interface BotWire {
  /** Path that the deployment asks, after the upstream's `base_url`. */
  path: string;
  whole(said: Said): unknown;
  /** Events up to the last word, then those that end the answer. */
  events(said: Said): { words: string[]; end: string[] };
  /** An error that stands in the place of a whole answer; it repeats the words. */
  error(said: Said): unknown;
  /** The same as an event of a stream; null where the protocol has none. */
  errorEvent: ((said: Said) => string) | null;
}
