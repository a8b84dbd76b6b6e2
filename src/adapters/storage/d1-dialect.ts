import {
  type DatabaseIntrospector,
  type DatabaseMetadata,
  type Kysely,
  sql,
  type TableMetadata,
} from 'kysely';
import { D1Dialect } from 'kysely-d1';

/**
 * D1's dialect with an introspector that D1 allows: Kysely's own reads the columns of every table, which D1 refuses
 * for its internal ones ("not authorized: SQLITE_AUTH").
 */
export class GuardedD1Dialect extends D1Dialect {
  override createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new TableNames(db);
  }
}

/** Names of tables, without columns: what migrations ask for. */
class TableNames implements DatabaseIntrospector {
  readonly #db: Kysely<unknown>;

  constructor(db: Kysely<unknown>) {
    this.#db = db;
  }

  async getSchemas(): Promise<[]> {
    return [];
  }

  async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{ name: string }>`
      select name from sqlite_master
      where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not like '\\_cf\\_%' escape '\\'
      order by name`.execute(this.#db);
    return rows.map(({ name }) => ({ name, isView: false, columns: [] }));
  }

  async getMetadata(): Promise<DatabaseMetadata> {
    return { tables: await this.getTables() };
  }
}
