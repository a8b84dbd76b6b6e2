import { z } from 'zod';
import { GroundingError } from '../../../core/errors.js';
import { parseRequest } from '../../body.js';
import { namedConversation } from '../../conversation.js';
import { CallerMessage, readHistory } from '../../messages.js';
import type { ReadRequest, RequestPlace } from '../../relay/index.js';

/** A chat completion request, as far as Plumbline reads it; the bot gets the bytes that the caller sent. */
export const ChatRequest = z.looseObject({
  messages: z.array(CallerMessage).min(1, 'must have at least one message'),
  model: z.string().optional(),
  stream: z.boolean().nullish(),
  n: z.int().min(1).max(128).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  modalities: z.array(z.string()).nullish(),
  background: z.boolean().nullish(),
  response_format: z.looseObject({ type: z.string() }).nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** @throws {GroundingError} request-invalid; request-endpoint-not-checked for answers that come later. */
export const readChatRequest = (body: unknown, { headers }: RequestPlace): ReadRequest => {
  const chat = parseRequest(ChatRequest, body);
  refuseUncheckable(chat);
  return {
    history: readHistory(chat.messages),
    messageCount: chat.messages.length,
    conversation_id: namedConversation(headers, chat.metadata),
    streamed: chat.stream === true,
    model: chat.model ?? null,
    choices: chat.n ?? 1,
    form: /^json/.test(chat.response_format?.type ?? '') ? 'json' : 'words',
  };
};

/** @throws {GroundingError} for answers that come later or are spoken: no check sees them. */
const refuseUncheckable = (chat: ChatRequest): void => {
  if (chat.background === true) {
    throw new GroundingError('request-endpoint-not-checked', {
      detail: 'Answers made in the background are not checked: leave background out.',
      pointer: '/background',
    });
  }
  if (chat.modalities?.some((modality) => modality !== 'text')) {
    throw new GroundingError('request-invalid', {
      detail: 'Only written answers are checked: set /modalities to ["text"], or leave it out.',
      pointer: '/modalities',
    });
  }
};
