import { z } from 'zod';
import { parseRequest } from '../../body.js';
import { namedConversation } from '../../conversation.js';
import { type CallerMessage, readHistory } from '../../messages.js';
import type { ReadRequest, RequestPlace } from '../../relay/index.js';

/** A block of a message or of a tool's result: words, a tool call, its result, or what says nothing here. */
const Block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  tool_use_id: z.string().optional(),
  content: z.unknown().optional(),
});
type Block = z.infer<typeof Block>;

const Content = z.union([z.string(), z.array(Block)], {
  error: 'must be a string, or an array of content blocks such as {"type":"text","text":"…"}',
});

/** Structured output, under its name and under that of its beta. */
const Format = z.looseObject({ type: z.string() }).nullish();

/** A request of the Messages API, as far as Plumbline reads it; the bot gets the bytes that the caller sent. */
export const MessagesRequest = z.looseObject({
  model: z.string().optional(),
  messages: z
    .array(z.looseObject({ role: z.enum(['user', 'assistant', 'system']), content: Content }))
    .min(1, 'must have at least one message'),
  system: Content.nullish(),
  stream: z.boolean().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  output_config: z.looseObject({ format: Format }).nullish(),
  output_format: Format,
});
export type MessagesRequest = z.infer<typeof MessagesRequest>;

const wordsOf = (content: string | readonly Block[]): string =>
  typeof content === 'string' ? content : content.flatMap(({ text }) => text ?? []).join('\n');

/** A message as messages of one kind each: tool results stand before the words beside them. */
const messagesOf = ({ role, content }: MessagesRequest['messages'][number]): CallerMessage[] => {
  if (typeof content === 'string') return [{ role, content }];
  const results = content.flatMap((block): CallerMessage[] => {
    if (role !== 'user' || block.tool_use_id === undefined) return [];
    const result = Content.safeParse(block.content);
    return [
      { role: 'tool', tool_call_id: block.tool_use_id, content: result.success ? wordsOf(result.data) : '' },
    ];
  });
  const calls = content.flatMap(({ type, id }) => (type === 'tool_use' && id !== undefined ? [{ id }] : []));
  const words = wordsOf(content);
  if (role === 'assistant') return [{ role, content: words, tool_calls: calls }];
  return words === '' && results.length > 0 ? results : [...results, { role, content: words }];
};

/** @throws {GroundingError} request-invalid, naming the field. */
export const readMessagesRequest = (body: unknown, { headers }: RequestPlace): ReadRequest => {
  const asked = parseRequest(MessagesRequest, body);
  const { messages, system, stream, metadata, model } = asked;
  const format = asked.output_config?.format ?? asked.output_format;
  const instructions: CallerMessage[] = system ? [{ role: 'system', content: wordsOf(system) }] : [];
  return {
    history: readHistory([...instructions, ...messages.flatMap(messagesOf)]),
    messageCount: messages.length,
    conversation_id: namedConversation(headers, metadata),
    streamed: stream === true,
    model: model ?? null,
    form: /^json/.test(format?.type ?? '') ? 'json' : 'words',
  };
};
