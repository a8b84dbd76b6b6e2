/** A configuration whose default upstream speaks the Messages API. */
export const ANTHROPIC = {
  upstreams: { default: { protocol: 'anthropic', base_url: 'https://bot.example/v1' } },
};

export const text = (words: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'text',
  text: words,
  ...more,
});

/** A whole message of the Messages API. */
export const messageOf = (...content: Record<string, unknown>[]): Record<string, unknown> => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'bot-1',
  content,
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 9, output_tokens: 12 },
});

/** A frame as the API sends it. */
export const messageFrame = (frame: Record<string, unknown>): string =>
  `event: ${String(frame['type'])}\ndata: ${JSON.stringify(frame)}\n\n`;

/** A streamed block: its start, its deltas, its stop. */
export const block = (
  index: number,
  content_block: Record<string, unknown>,
  deltas: readonly Record<string, unknown>[],
): Record<string, unknown>[] => [
  { type: 'content_block_start', index, content_block },
  ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
  { type: 'content_block_stop', index },
];

export const textBlock = (index: number, ...pieces: string[]): Record<string, unknown>[] =>
  block(
    index,
    text(''),
    pieces.map((words) => ({ type: 'text_delta', text: words })),
  );

export const toolBlock = (index: number, input: string): Record<string, unknown>[] =>
  block(index, { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} }, [
    { type: 'input_json_delta', partial_json: input },
  ]);

/** Blocks within their message, a ping after its start. */
export const messageEvents = (
  blocks: readonly Record<string, unknown>[],
  stop_reason = 'end_turn',
): string[] =>
  [
    {
      type: 'message_start',
      message: { ...messageOf(), stop_reason: null, usage: { input_tokens: 9, output_tokens: 1 } },
    },
    { type: 'ping' },
    ...blocks,
    { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 12 } },
    { type: 'message_stop' },
  ].map(messageFrame);
