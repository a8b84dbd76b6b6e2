import type { Kysely, Migration } from 'kysely';
import { addColumns } from './add-columns.js';

/** A person's message counts as delivered once it was handed over: until then it is taken for a while. */
export const takenMessages: Migration = {
  async up(db: Kysely<unknown>) {
    await addColumns(db, 'handoff_events', { taken_by: 'text', taken_until_ms: 'integer' });
  },
};
