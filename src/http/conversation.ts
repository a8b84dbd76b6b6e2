import { GroundingError } from '../core/errors.js';
import { isObject } from './json.js';

export const CONVERSATION_HEADER = 'x-plumbline-conversation';

/** Longest conversation id of a caller; vendors' own have 30 to 70 characters. */
const ID_CHARS_MAX = 256;

/**
 * The conversation that a request names: the header, else the vendor's own field, else null. It counts within the
 * caller's tenant and route only; words of the customer never name one.
 * @throws {GroundingError} request-invalid for an id that is too long or has control characters.
 */
export const namedConversation = (
  headers: Headers,
  metadata: unknown,
  pointer = '/metadata/conversation_id',
): string | null => {
  const named = headers.get(CONVERSATION_HEADER) ?? metadataId(metadata);
  if (named === null || named === '') return null;
  return requireConversationId(named, pointer);
};

/**
 * As `namedConversation`, for a body with the fields `conversation` (an id, or an object that has it) and `metadata`.
 * @throws {GroundingError} request-invalid for an id that is too long or has control characters.
 */
export const conversationOfBody = (headers: Headers, body: unknown): string | null => {
  if (!isObject(body)) return namedConversation(headers, null);
  const { conversation, metadata } = body;
  const id = isObject(conversation) ? conversation['id'] : conversation;
  return namedConversation(headers, typeof id === 'string' ? { conversation_id: id } : metadata);
};

/** @throws {GroundingError} request-invalid for an id that is too long or has control characters. */
export const requireConversationId = (id: string, pointer: string): string => {
  if (id.length <= ID_CHARS_MAX && /^[\x21-\x7e]+$/.test(id)) return id;
  throw new GroundingError('request-invalid', {
    detail: `A conversation id has at most ${ID_CHARS_MAX} visible ASCII characters and no spaces.`,
    pointer,
  });
};

const metadataId = (metadata: unknown): string | null => {
  if (typeof metadata !== 'object' || metadata === null || !('conversation_id' in metadata)) return null;
  return typeof metadata.conversation_id === 'string' ? metadata.conversation_id : null;
};
