import { type Kysely, type Migration, sql } from 'kysely';

/** What deliveries that are no longer kept are found by. */
export const endedDeliveries: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('deliveries_ended')
      .ifNotExists()
      .on('deliveries')
      .columns(['state', 'ended_at_ms'])
      .where(sql.ref('ended_at_ms'), 'is not', null)
      .execute();
  },
};
