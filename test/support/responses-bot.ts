/** An item of a response with its words. */
export const message = (text: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [], logprobs: [], ...more }],
});

/** A whole response of the Responses API. */
export const response = (...output: Record<string, unknown>[]): Record<string, unknown> => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_770_000_000,
  model: 'bot-1',
  status: 'completed',
  error: null,
  incomplete_details: null,
  output,
  usage: { input_tokens: 9, output_tokens: 12, total_tokens: 21 },
});

/** Frames as the API sends them: named, and numbered in order. */
export const numbered = (frames: readonly Record<string, unknown>[]): string[] =>
  frames.map(
    (frame, sequence_number) =>
      `event: ${String(frame['type'])}\ndata: ${JSON.stringify({ ...frame, sequence_number })}\n\n`,
  );

/** The frames of one message, its words cut into pieces. */
export const messageFrames = (pieces: readonly string[], output_index = 0): Record<string, unknown>[] => {
  const place = { item_id: 'msg_1', output_index, content_index: 0 };
  const text = pieces.join('');
  const part = { type: 'output_text', text: '', annotations: [], logprobs: [] };
  return [
    {
      type: 'response.output_item.added',
      output_index,
      item: { id: 'msg_1', type: 'message', role: 'assistant', status: 'in_progress', content: [] },
    },
    { type: 'response.content_part.added', ...place, part },
    ...pieces.map((delta) => ({ type: 'response.output_text.delta', ...place, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...place, text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part: { ...part, text } },
    { type: 'response.output_item.done', output_index, item: message(text) },
  ];
};

/** The frames around items: created, in progress, and completed with everything repeated. */
export const around = (
  items: readonly Record<string, unknown>[],
  output: readonly Record<string, unknown>[],
): Record<string, unknown>[] => {
  const begun = { ...response(), status: 'in_progress', usage: null };
  return [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...items,
    { type: 'response.completed', response: response(...output) },
  ];
};

/** The frames of one streamed response of one message. */
export const streamedResponse = (...pieces: string[]): string[] =>
  numbered(around(messageFrames(pieces), [message(pieces.join(''))]));

/** Data frames of a stream, with the comments between them left out. */
export const readFrames = (raw: string): { event: string | null; data: Record<string, unknown> }[] =>
  raw
    .split('\n\n')
    .filter((block) => block.includes('data: '))
    .map((block) => ({
      event: /^event: (.*)$/m.exec(block)?.[1] ?? null,
      data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null'),
    }));

/** The decision in the closing comment of a stream; null without one. */
export const closingDecision = (raw: string): Record<string, unknown> | null => {
  const comment = /^: plumbline (.*)$/m.exec(raw)?.[1];
  return comment === undefined ? null : JSON.parse(comment);
};
