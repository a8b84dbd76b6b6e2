import { type Kysely, sql } from 'kysely';

/**
 * Adds the columns that a table lacks; a migration that was cut off, or runs in two processes, can be run again.
 * @param columns name → SQL type with constraints, such as "integer not null default 0".
 */
export async function addColumns(
  db: Kysely<unknown>,
  table: string,
  columns: Readonly<Record<string, string>>,
): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(db);
  const present = new Set(rows.map(({ name }) => name));
  for (const [name, type] of Object.entries(columns)) {
    if (present.has(name)) continue;
    try {
      await sql`alter table ${sql.ref(table)} add column ${sql.ref(name)} ${sql.raw(type)}`.execute(db);
    } catch (error) {
      // Another process has added it since; SQLite and D1 word it alike.
      if (!(error instanceof Error) || !/duplicate column name/i.test(error.message)) throw error;
    }
  }
}
