import type { Kysely, Migration } from 'kysely';
import { addColumns } from './add-columns.js';

export const consoleSessions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('console_sessions')
      .ifNotExists()
      .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('key_id', 'text')
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('created_at_ms', 'integer', (column) => column.notNull())
      .addColumn('expires_at_ms', 'integer', (column) => column.notNull())
      .execute();
    await addColumns(db, 'api_keys', { name: 'text' });
  },
};
