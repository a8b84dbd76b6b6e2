import { GroundingError } from '../../core/errors.js';
import type { HandoffStore } from '../../core/ports.js';
import { Handoff } from '../../schema/index.js';
import type { SqlStore } from './sql-store.js';

/** The one that was open may end between the insert and the look: then the insert is tried again. */
const ATTEMPTS_MAX = 3;

/** Handoffs in the table `handoffs`, whose unique index allows one open handoff per conversation of a route. */
export function handoffStore(store: SqlStore): HandoffStore {
  const { db } = store;
  const rows = () => db.selectFrom('handoffs').selectAll();
  return {
    open: async (handoff) => {
      const { schema_version: _version, ...row } = handoff;
      const insert = db
        .insertInto('handoffs')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .compile();
      const open = rows()
        .where('tenant', '=', handoff.tenant)
        .where('route', '=', handoff.route)
        .where('conversation_id', '=', handoff.conversation_id)
        .where('state', 'in', ['waiting', 'claimed']);
      for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
        await store.atomic([insert]);
        const [found] = await open.execute();
        if (found !== undefined) return handoffOf(found);
      }
      const detail = `Handoff ${handoff.id} could not be opened: its id is already taken.`;
      throw new GroundingError('internal-unexpected', { detail });
    },
    get: async (tenant, id) => {
      const [row] = await rows().where('tenant', '=', tenant).where('id', '=', id).execute();
      return row === undefined ? null : handoffOf(row);
    },
    list: async (tenant, { state, limit }) => {
      const all = rows().where('tenant', '=', tenant);
      const chosen = state === undefined ? all : all.where('state', '=', state);
      const newest = chosen.orderBy('created_at_ms', 'desc').orderBy('id', 'desc').limit(limit);
      return (await newest.execute()).map(handoffOf);
    },
  };
}

function handoffOf(row: object): Handoff {
  return Handoff.parse({ schema_version: 1, ...row });
}
