import { type Kysely, type Migration, type MigrationProvider, Migrator } from 'kysely';
import { faultForLog, GroundingError } from '../../../core/errors.js';
import type { Tables } from '../tables.js';
import { firstTables } from './0001-first-tables.js';
import { handoffEvents } from './0002-handoff-events.js';
import { deliveries } from './0003-deliveries.js';
import { consoleSessions } from './0004-console-sessions.js';
import { agentPresence } from './0006-agent-presence.js';
import { figures } from './0007-figures.js';
import { endedDeliveries } from './0008-ended-deliveries.js';
import { takenMessages } from './0009-taken-messages.js';

/** In the order of their names; a migration that has been released is never edited. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-first-tables': firstTables,
  '0002-handoff-events': handoffEvents,
  '0003-deliveries': deliveries,
  '0004-console-sessions': consoleSessions,
  '0006-agent-presence': agentPresence,
  '0007-figures': figures,
  '0008-ended-deliveries': endedDeliveries,
  '0009-taken-messages': takenMessages,
};

/** Several processes may open one new database at once: any migration can be run twice and lose the race. */
const ATTEMPTS_MAX = Object.keys(MIGRATIONS).length + 2;

const provider: MigrationProvider = { getMigrations: async () => MIGRATIONS };

/**
 * Brings a database to the schema of this version.
 * @throws {GroundingError} config-invalid, pointer /storage/url, when it cannot be.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  let failure: unknown;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    try {
      const { error } = await new Migrator({ db, provider }).migrateToLatest();
      if (error === undefined) return;
      failure = error;
    } catch (thrown) {
      // A database that cannot even hold the list of migrations: no room, or no right to write.
      failure = thrown;
    }
  }
  throw new GroundingError('config-invalid', {
    detail: `The database of storage.url could not be brought to this version’s schema: ${faultForLog(failure)}.`,
    pointer: '/storage/url',
    cause: failure,
  });
}
