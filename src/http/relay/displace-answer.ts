import type { BotEvent, StreamAdapter } from './events.js';
import type { StreamedAnswer } from './streamed-answer.js';

export interface Displaced {
  adapter: StreamAdapter;
  /** Another reader of the bot's frames, which writes none. */
  reader: StreamAdapter;
  /** A reply without words, in the bot's place where it has not said anything yet. */
  silence: readonly string[];
  /** Whether the bot has sent a frame. */
  hasRead: boolean;
  /** Bytes of the bot that nobody has read. */
  unread: Uint8Array | undefined;
}

/** Somebody else goes on: nothing more of the bot goes out, and every open text ends with who has taken over. */
export const displaceAnswer = async (
  answer: StreamedAnswer,
  { adapter, reader, silence, hasRead, unread }: Displaced,
): Promise<void> => {
  answer.cutCalls();
  const opening = silence.slice(0, 2).map((chunk) => new TextEncoder().encode(chunk));
  if (!answer.hasOpenText) {
    for (const event of eventsOf(adapter, opening.slice(hasRead ? 1 : 0))) await answer.take([event]);
  }
  // It is read for the case alone: no frame of it goes out.
  const late = unread === undefined ? [] : eventsOf(reader, [...opening, unread]);
  let words = late.map((event) => (event.kind === 'text' ? event.text : '')).join('');
  for (const event of adapter.stop('done')) {
    if (event.kind === 'text_end') {
      await answer.pushWords(event, words);
      words = '';
    }
    await answer.take([event]);
  }
};

/** What frames mean, as far as they can be read. */
const eventsOf = (adapter: StreamAdapter, chunks: readonly Uint8Array[]): BotEvent[] => {
  try {
    return chunks
      .flatMap((chunk) => adapter.parser.push(chunk))
      .flatMap((event) => (event.kind === 'event' ? adapter.read(event) : []));
  } catch {
    return [];
  }
};
