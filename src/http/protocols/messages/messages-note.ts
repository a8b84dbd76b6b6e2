import { isObject } from '../../json.js';

/** The request with a note at the end of `system`, in the form that it has. */
export const withMessagesNote = (body: unknown, note: string): unknown => {
  if (!isObject(body)) return body;
  const { system } = body;
  if (Array.isArray(system)) return { ...body, system: [...system, { type: 'text', text: note }] };
  return { ...body, system: typeof system === 'string' && system !== '' ? `${system}\n\n${note}` : note };
};
