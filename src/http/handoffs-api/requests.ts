import { z } from 'zod';
import { HandoffPriority, HandoffState } from '../../schema/index.js';

const text = z.string().trim().min(1, 'must not be empty');
const summary = z
  .string()
  .trim()
  .nullish()
  .transform((words) => (words ? words : null));

/** Query of `GET /api/handoffs`. */
export const HandoffsQuery = z.strictObject({
  /** One or more, with commas between; default: those that wait, in the order in which they are to be taken. */
  state: z
    .string()
    .default('waiting')
    .transform((states) => states.split(',').map((state) => state.trim()))
    .pipe(z.array(HandoffState).min(1)),
  route: z.string().min(1).optional(),
  /** Id of who holds it; `me` for the caller. */
  agent: z.string().min(1).optional(),
  language: z.string().min(2).optional(),
  priority: HandoffPriority.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).optional(),
});

/** Query of `GET /api/handoffs/stream`. */
export const HandoffStreamQuery = z.strictObject({
  /** Event to go on after; the header Last-Event-ID goes before it. Default: only what happens from now on. */
  after_seq: z.coerce.number().int().min(0).optional(),
});

export const MessageRequest = z.strictObject({
  text,
  /** Whether it is the proposed reply, word for word. */
  is_proposed: z.boolean().default(false),
});
export const NoteRequest = z.strictObject({ text });
export const DraftRequest = z.strictObject({ text: z.string() });
export const SummaryRequest = z.strictObject({ summary });
export const ReassignRequest = z.strictObject({ agent_id: z.string().min(1) });
export const NoFields = z.strictObject({});
