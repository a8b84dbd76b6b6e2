import { z } from 'zod';
import { GroundingError } from '../core/errors.js';
import type { ConversationTurn } from '../schema/index.js';

const ContentPart = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  refusal: z.string().optional(),
});

const Content = z.union([z.string(), z.array(ContentPart), z.null()], {
  error: 'must be a string, or an array of content parts such as {"type":"text","text":"…"}',
});

/** A message of a caller, as far as grounding reads it; the bot gets it as it was sent. */
export const CallerMessage = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: Content.optional(),
  tool_calls: z.array(z.looseObject({ id: z.string().optional() })).nullish(),
  tool_call_id: z.string().nullish(),
});
export type CallerMessage = z.infer<typeof CallerMessage>;

/** The words of a content: text parts joined by line breaks; images and files say nothing here. */
export const contentText = (content: CallerMessage['content']): string => {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  return content
    .map((part) => part.text ?? part.refusal)
    .filter((text) => text !== undefined)
    .join('\n');
};

export interface ReadHistory {
  turns: ConversationTurn[];
  /** Results of tools that this history's assistant did call before, each call answered once. */
  toolResults: string[];
}

/**
 * Reads a conversation. A tool message counts as a tool's result only if its id answers an assistant tool call that
 * stands before it: anybody can write a message that says "tool".
 */
export const readHistory = (messages: readonly CallerMessage[]): ReadHistory => {
  const openCalls = new Set<string>();
  const turns: ConversationTurn[] = [];
  const toolResults: string[] = [];
  for (const message of messages) {
    const content = contentText(message.content);
    turns.push({ role: message.role === 'function' ? 'tool' : message.role, content });
    if (message.role === 'assistant') {
      for (const call of message.tool_calls ?? []) if (call.id !== undefined) openCalls.add(call.id);
    } else if (message.role === 'tool' && message.tool_call_id && openCalls.delete(message.tool_call_id)) {
      if (content.trim() !== '') toolResults.push(content);
    }
  }
  return { turns, toolResults };
};

/** @throws {GroundingError} request-too-large, naming the setting. */
export const requireMessageCount = (count: number, messagesMax: number): void => {
  if (count > messagesMax) {
    throw new GroundingError('request-too-large', {
      detail: `The request has ${count} messages, more than the ${messagesMax} of the setting limits.messages.`,
      pointer: '/messages',
    });
  }
};
