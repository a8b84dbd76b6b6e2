import { isObject } from '../../json.js';

/**
 * The request with a note as the first item of its input. Not in `instructions`: a response repeats those, and the note is
 * not for the client.
 */
export const withResponsesNote = (body: unknown, note: string): unknown => {
  if (!isObject(body)) return body;
  const { input } = body;
  const items: unknown[] = typeof input === 'string' ? [{ role: 'user', content: input }] : [];
  return {
    ...body,
    input: [{ role: 'developer', content: note }, ...(Array.isArray(input) ? input : items)],
  };
};
