import { z } from 'zod';
import { HandoffPriority, Language } from '../../schema/index.js';

const optional = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null);

/** Which cases are shown. What cannot be read of an address counts as not asked for. */
export const DeskFilter = z.object({
  view: z.enum(['open', 'ended']).catch('open'),
  language: optional(Language),
  priority: optional(HandoffPriority),
  route: optional(z.string().min(1)),
});
export type DeskFilter = z.infer<typeof DeskFilter>;

/** An address that asks for the same cases. */
export const queueAddress = (path: string, filter: DeskFilter): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== null && value !== '') query.set(name, value);
  }
  return `${path}?${query}`;
};
