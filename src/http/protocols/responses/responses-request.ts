import { z } from 'zod';
import { GroundingError } from '../../../core/errors.js';
import { parseRequest } from '../../body.js';
import { conversationOfBody } from '../../conversation.js';
import { CallerMessage, readHistory } from '../../messages.js';
import type { ReadRequest, RequestPlace } from '../../relay/index.js';

/** An item of the input: a message, a tool call, a tool's output, or what says nothing here. */
const InputItem = z.looseObject({
  type: z.string().optional(),
  role: z.string().optional(),
  /** Words of a message; items of other kinds have something else there. */
  content: z.unknown().optional(),
  call_id: z.string().optional(),
  output: z.unknown().optional(),
});
type InputItem = z.infer<typeof InputItem>;

/** A request of the Responses API, as far as Plumbline reads it; the bot gets the bytes that the caller sent. */
export const ResponsesRequest = z.looseObject({
  model: z.string().nullish(),
  input: z
    .union([z.string(), z.array(InputItem)], { error: 'must be a string, or an array of input items' })
    .nullish(),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  background: z.boolean().nullish(),
  conversation: z.union([z.string(), z.looseObject({ id: z.string() })]).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  text: z.looseObject({ format: z.looseObject({ type: z.string() }).nullish() }).nullish(),
});
export type ResponsesRequest = z.infer<typeof ResponsesRequest>;

const MESSAGE_ROLES = CallerMessage.shape.role;

/** The items as messages; items that are neither words nor tools are left out. */
const messagesOf = ({ input, instructions }: ResponsesRequest): CallerMessage[] => {
  const system: CallerMessage[] = instructions ? [{ role: 'system', content: instructions }] : [];
  if (input === null || input === undefined) return system;
  if (typeof input === 'string') return [...system, { role: 'user', content: input }];
  return [...system, ...input.flatMap(messageOf)];
};

const messageOf = (item: InputItem, position: number): CallerMessage[] => {
  const { type, call_id } = item;
  if (type === 'function_call' || type === 'custom_tool_call') {
    return [{ role: 'assistant', tool_calls: call_id === undefined ? [] : [{ id: call_id }] }];
  }
  if (type === 'function_call_output' || type === 'custom_tool_call_output') {
    const output = CallerMessage.shape.content.safeParse(item.output);
    return [{ role: 'tool', content: output.data ?? null, tool_call_id: call_id }];
  }
  const role = MESSAGE_ROLES.safeParse(item.role);
  if (!role.success || role.data === 'tool' || role.data === 'function') return [];
  const content = CallerMessage.shape.content.safeParse(item.content);
  if (!content.success) {
    const pointer = `/input/${position}/content`;
    throw new GroundingError('request-invalid', {
      detail: `${pointer} is not as it should be: ${content.error.issues[0]?.message ?? 'unreadable'}.`,
      pointer,
    });
  }
  return [{ role: role.data, content: content.data }];
};

/** @throws {GroundingError} request-invalid; request-endpoint-not-checked for answers that come later. */
export const readResponsesRequest = (body: unknown, { headers }: RequestPlace): ReadRequest => {
  const asked = parseRequest(ResponsesRequest, body);
  if (asked.background === true) {
    throw new GroundingError('request-endpoint-not-checked', {
      detail: 'Answers made in the background are not checked: leave background out.',
      pointer: '/background',
    });
  }
  const messages = messagesOf(asked);
  return {
    history: readHistory(messages),
    messageCount: messages.length,
    conversation_id: conversationOfBody(headers, asked),
    streamed: asked.stream === true,
    model: asked.model ?? null,
    form: /^json/.test(asked.text?.format?.type ?? '') ? 'json' : 'words',
  };
};
