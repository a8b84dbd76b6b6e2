/** What every frame of one answer says. */
export interface ChatFrame {
  id: string;
  created: number;
  model: string;
}

export interface ChatUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

const CHARS_PER_TOKEN = 4; // the usual estimate; the demo bot has no tokens
const PIECE_CHARS_MAX = 8;

export function usageOf(prompt: string, answers: readonly string[]): ChatUsage {
  const promptTokens = Math.ceil(prompt.length / CHARS_PER_TOKEN);
  const completionTokens = answers.reduce((sum, text) => sum + Math.ceil(text.length / CHARS_PER_TOKEN), 0);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

/** The server-sent events of a streamed answer, in order: role, words, end; then usage if asked for, then [DONE]. */
export function chatEvents(frame: ChatFrame, answers: readonly string[], usage: ChatUsage | null): string[] {
  const event = (choices: unknown[], extra: object = {}): string => {
    const { id, created, model } = frame;
    const chunk = { id, object: 'chat.completion.chunk', created, model, choices, ...extra };
    return `data: ${JSON.stringify(chunk)}\n\n`;
  };
  // OpenAI sends `usage: null` on every frame but the last when usage was asked for.
  const pending = usage === null ? {} : { usage: null };
  const choice = (index: number, delta: object, finishReason: string | null = null): string =>
    event([{ index, delta, logprobs: null, finish_reason: finishReason }], pending);
  const events = answers.flatMap((answer, index) => [
    choice(index, { role: 'assistant', content: '', refusal: null }),
    ...pieces(answer).map((content) => choice(index, { content })),
    choice(index, {}, 'stop'),
  ]);
  if (usage !== null) events.push(event([], { usage }));
  return [...events, 'data: [DONE]\n\n'];
}

/** Words with the white space after them, long ones in parts of a few characters. */
function pieces(text: string): string[] {
  return (text.match(/\S+\s*|\s+/g) ?? []).flatMap((word) => {
    const characters = [...word];
    const parts: string[] = [];
    for (let at = 0; at < characters.length; at += PIECE_CHARS_MAX) {
      parts.push(characters.slice(at, at + PIECE_CHARS_MAX).join(''));
    }
    return parts;
  });
}

/** Sends the events one after the other, `delayMs` apart; stops when the reader goes away. */
export function pacedStream(events: readonly string[], delayMs: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wake: () => void = () => {};
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (delayMs > 0 && next > 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            timer = setTimeout(resolve, delayMs);
          });
        }
        const event = events[next];
        next += 1;
        if (event !== undefined) controller.enqueue(encoder.encode(event));
        if (next === events.length) controller.close();
      },
      cancel() {
        clearTimeout(timer);
        next = events.length;
        wake();
      },
    },
    { highWaterMark: 0 },
  );
}
