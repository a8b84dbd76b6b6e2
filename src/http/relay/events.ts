import type { JsonObject } from '../json.js';
import type { ProblemDocument } from '../problems.js';
import type { SseEvent } from '../sse.js';
import type { TextForm } from './protocol.js';

/** A piece of a tool call that the route lists, or may turn out to list. */
export interface ToolCallEvent {
  kind: 'call';
  /** Names the call within the stream. */
  call: string;
  /** Which of several answers to choose from it is of; 0 where there is one. */
  answer: number;
  /** Index of the choice or output in the record. */
  index: number;
  /** The tool as far as it was named; "" while it was not. */
  name: string;
  /** The next characters of the arguments. */
  text: string;
  /** The arguments where a frame repeats them whole; null where it does not. */
  whole: string | null;
  /** Goes out once the call is right; null where a later frame tells of the call. */
  frame: JsonObject | null;
}

/**
 * What a frame of a bot's stream means, whatever its wire. A text that customers read is named by `part`, which the
 * protocol chooses; each part has a session of its own.
 */
export type BotEvent =
  /** Words of a part. `index` is that of the choice or output in the record. */
  | { kind: 'text'; part: string; index: number; text: string; form?: TextForm; answer?: number }
  /** The part is whole; one that had no words is opened by this, and recorded as an empty answer. */
  | { kind: 'text_end'; part: string; index: number; form?: TextForm; answer?: number }
  /** Something of a tool call that is checked. */
  | ToolCallEvent
  /** No more tool calls of the answer come. */
  | { kind: 'calls_end'; answer: number }
  /** A choice or output that ended without words, because it calls tools: recorded, nothing to deliver. */
  | { kind: 'silent'; index: number }
  /** Everything else, in its place: a frame of the bot without the words that are checked. */
  | { kind: 'frame'; frame: JsonObject }
  /** Token counts, merged in the order in which they came. */
  | { kind: 'usage'; usage: JsonObject }
  /** The bot has said all that it had to say. */
  | { kind: 'finish' }
  /** The bot sent an error in place of the rest; `frame` is the vendor's own error frame. */
  | { kind: 'error'; frame: JsonObject };

/** What may be given out of a part's words. */
export interface DeliveredText {
  part: string;
  /** Words to write now; "" if nothing is left to write at the end of a part. */
  text: string;
  /** Characters at the start of the part that went out as the bot wrote them, so far. */
  verbatimChars: number;
}

/** The end of a part. */
export interface EndedText extends DeliveredText {
  /** All that was delivered of the part. */
  answer: string;
  /** Whether it differs from the bot's words. */
  isChanged: boolean;
  /** Words for the vendor's refusal, in place of the text. */
  refusal: string | null;
}

/** What the relay gives a protocol to write, in order. */
export type DeliveredEvent =
  | ({ kind: 'text' } & DeliveredText)
  | ({ kind: 'text_end' } & EndedText)
  /** The checked call goes out: its frames follow. One of which this is never said is withheld. */
  | { kind: 'call'; call: string }
  /** Checked calls of the answer are withheld; `closing` is what the customer reads, "" if that was said before. */
  | { kind: 'withheld'; answer: number; closing: string }
  | { kind: 'frame'; frame: JsonObject };

/** How an answer ends that is cut off: it is too long, or somebody else goes on. */
export type StopReason = 'too_long' | 'done';

/** Why a stream ends before its answer does. */
export type StreamFault = { kind: 'bot'; frame: JsonObject } | { kind: 'ours'; document: ProblemDocument };

/** Cuts the bytes of a stream into events. */
export interface WireParser {
  /** @throws {GroundingError} upstream-invalid for an event over the bound. */
  push(bytes: Uint8Array): SseEvent[];
  /** What stands unfinished at the end of the bytes. */
  end(): SseEvent[];
}

/** One streamed reply of a protocol: reads the bot's frames into events, writes delivered events as frames. */
export interface StreamAdapter {
  readonly parser: WireParser;
  /** @throws {GroundingError} upstream-invalid for a frame that can't be read. */
  read(event: SseEvent & { kind: 'event' }): BotEvent[];
  /** The bytes ended without a terminal event: `finish` (with ends of texts) if the answer was whole, else nothing. */
  close(): BotEvent[];
  /** The bot is cut off: ends every text that is open, in the vendor's form for an answer that is too long or done. */
  stop(ending: StopReason): BotEvent[];
  /** The bytes to send. */
  write(event: DeliveredEvent): string;
  /** A comment between frames; absent: one of server-sent events. */
  comment?(text: string): string;
  /** The end of the stream, after everything is on record; `comment` stands before the terminal event. */
  end(details: object | null, comment: string): string;
  /** The end of a stream that is broken off. */
  fail(fault: StreamFault, comment: string): string;
}

/** A text of a whole reply that customers read. */
export interface WholeText {
  index: number;
  text: string;
  /** Puts the delivered words in its place; `verbatimChars` at the start are as the bot wrote them. */
  replace(delivered: string, verbatimChars: number): void;
  /** json: structured output, which is never rewritten. */
  form?: TextForm;
  /** Puts a refusal in its place; texts of the form json have it. */
  refuse?(refusal: string): void;
  /** Which of several answers to choose from it is of; default 0. */
  answer?: number;
}

/** The tool calls of a whole answer that the route lists. */
export interface WholeCalls {
  answer: number;
  calls: readonly { index: number; name: string; arguments: string }[];
  /** Takes all of them out, after the texts are in place; `closing` follows the answer's words, "" if it was said. */
  withhold(closing: string): void;
}

/** A whole reply, read: its words can be replaced in `value`. */
export interface WholeReply {
  value: unknown;
  /** Whether `value` differs from what the bot sent: something that no check sees was taken out. */
  isChanged: boolean;
  texts: WholeText[];
  /** Choices or outputs without words, because they call tools. */
  silent: number[];
  /** Tool calls that are checked, by answer. */
  calls?: WholeCalls[];
  usage: JsonObject | null;
}
