import { sha256Hex } from '../../core/audit/index.js';
import type { ConversationTurn } from '../../schema/index.js';

/** What the customer said, as far as a request's history tells it. */
export interface CustomerSaid {
  /** The customer's last message; null without one. */
  last: string | null;
  /** Whether the history ends with it; else it goes on with a tool's result and was read before. */
  isNew: boolean;
  /** Messages before the last with what was answered, oldest first; what was settled with an ended case is left out. */
  earlier: { text: string; answer: string | null }[];
  /** Whether the last message is from before the end of the last case: it opens no other. */
  isSettled: boolean;
}

/** SHA-256 of a customer's message: tells whether it comes again without keeping its words. */
export const messageDigest = (text: string): Promise<string> => sha256Hex(text.trim());

/** @param settledDigest that of the customer's last message when the last case ended, or null. */
export const customerSaid = async (
  turns: readonly ConversationTurn[],
  settledDigest: string | null,
): Promise<CustomerSaid> => {
  const messages: { text: string; answer: string | null }[] = [];
  let isOpen = false;
  for (const { role, content } of turns) {
    const before = messages.at(-1);
    if (role === 'user') {
      // What comes in several messages before an answer is one.
      if (isOpen && before !== undefined && before.answer === null) before.text += `\n${content}`;
      else messages.push({ text: content, answer: null });
      isOpen = true;
    } else if (role === 'assistant' && before !== undefined && content !== '') {
      before.answer = before.answer === null ? content : `${before.answer}\n${content}`;
      isOpen = false;
    } else if (role === 'tool') isOpen = false;
  }
  const last = messages.at(-1)?.text ?? null;
  const isNew = turns.at(-1)?.role === 'user';
  const earlier = messages.slice(0, -1);
  if (last === null || settledDigest === null) return { last, isNew, earlier, isSettled: false };
  const digests = await Promise.all(messages.map(({ text }) => messageDigest(text)));
  const settledAt = digests.slice(0, -1).lastIndexOf(settledDigest);
  return {
    last,
    isNew,
    earlier: earlier.slice(settledAt + 1),
    // Said again later in the same history, it is new.
    isSettled: settledAt === -1 && digests.at(-1) === settledDigest,
  };
};

/**
 * Names a request within its conversation, the same for one that is sent again: by its `idempotency-key` and the customer's
 * words, else by the history that it comes with. Null for one that has neither.
 */
export const requestKey = async (
  turns: readonly ConversationTurn[],
  headers: Headers,
): Promise<string | null> => {
  const said = turns.filter(({ role }) => role === 'user' || role === 'assistant');
  const given = headers.get('idempotency-key') ?? '';
  if (given !== '') return await sha256Hex(JSON.stringify([given, said.at(-1)?.content ?? '']));
  const hasHistory = said.some(({ role }) => role === 'assistant');
  return hasHistory
    ? await sha256Hex(JSON.stringify(said.map(({ role, content }) => [role, content])))
    : null;
};

/** Names a message of a request without a name: by its words and `context`, what has been answered until then. */
export const messageKey = (text: string, context: string): Promise<string> =>
  sha256Hex(JSON.stringify([text.trim(), context]));
