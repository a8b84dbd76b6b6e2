import { env } from 'cloudflare:test';
import { d1Storage } from '../../src/adapters/storage/index.js';
import type { StorageFixture } from '../contract/index.js';

/** The D1 database of the tests, emptied after each. */
export async function d1Fixture(): Promise<StorageFixture> {
  const run = (statements: readonly string[]) =>
    env.AUDIT.batch(statements.map((sql) => env.AUDIT.prepare(sql)));
  return {
    storage: await d1Storage(env.AUDIT),
    reopen: () => d1Storage(env.AUDIT),
    tamper: async (sql) => {
      await run(sql.split('; '));
    },
    dispose: async () => {
      await run(TABLES.map((table) => `drop table if exists ${table}`));
    },
  };
}

const TABLES = [
  'audit_entries',
  'audit_texts',
  'audit_records',
  'api_keys',
  'conversations',
  'console_sessions',
  'answer_hours',
  'conversation_hours',
  'counted_conversations',
  'handoff_offers',
  'handoffs',
  'handoff_events',
  'deliveries',
  'delivery_endpoints',
  'helpdesk_cases',
  'agent_presence',
  'kysely_migration',
  'kysely_migration_lock',
];
