import { isObject, type JsonObject } from '../../json.js';

const isInstruction = (message: unknown): message is JsonObject =>
  isObject(message) && (message['role'] === 'system' || message['role'] === 'developer');

/** The request with a note among the instructions: a message of their kind after those that it begins with. */
export const withChatNote = (body: unknown, note: string): unknown => {
  if (!isObject(body) || !Array.isArray(body['messages'])) return body;
  const messages: unknown[] = body['messages'];
  const found = messages.findIndex((message) => !isInstruction(message));
  const at = found === -1 ? messages.length : found;
  const before = messages[at - 1];
  const role = isInstruction(before) ? before['role'] : 'system';
  return { ...body, messages: messages.toSpliced(at, 0, { role, content: note }) };
};
