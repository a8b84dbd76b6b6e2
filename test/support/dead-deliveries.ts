import type { DeliveryStore } from '../../src/core/ports.js';
import type { Delivery } from '../../src/schema/index.js';
import { delivery } from '../contract/handoff-fixture.js';

const AT_MS = Date.parse('2026-03-01T11:30:00Z');

/** A delivery that was given up, with what a test changes of it. */
export const deadDelivery = (changes: Partial<Delivery> & { id: string; seq: number }): Delivery =>
  delivery({
    handoff_id: 'h1',
    state: 'dead',
    attempts: 9,
    created_at_ms: AT_MS + changes.seq,
    next_attempt_at_ms: AT_MS,
    first_attempt_at_ms: AT_MS,
    ended_at_ms: AT_MS + 86_400_000,
    last_status: 500,
    last_error: 'the receiver answered 500',
    ...changes,
  });

/** Puts deliveries of all states in a store, and takes one receiver out of it. */
export const fillDeliveries = async (deliveries: DeliveryStore): Promise<void> => {
  for (const endpoint of ['webhook:crm', 'slack', 'chatwoot']) await deliveries.endpoint(endpoint);
  await deliveries.add(
    'webhook:crm',
    [
      deadDelivery({ id: 'd1', seq: 1 }),
      deadDelivery({
        id: 'd2',
        seq: 2,
        version: 2,
        kind: 'claimed',
        last_error: 'no answer in time',
        last_status: null,
      }),
      deadDelivery({ id: 'd3', seq: 3, handoff_id: 'h2', state: 'delivered', last_error: null, attempts: 1 }),
      deadDelivery({ id: 'd4', seq: 4, handoff_id: 'h3', kind: 'resolved', state: 'pending', attempts: 3 }),
    ],
    4,
  );
  await deliveries.add(
    'chatwoot',
    [
      deadDelivery({
        id: 'd5',
        seq: 1,
        endpoint: 'chatwoot',
        attempts: 1,
        last_status: 401,
        last_error:
          'Chatwoot answered 401: look at base_url, account_id, inbox_identifier_env and bot_token_env of handoff.chatwoot',
      }),
    ],
    4,
  );
  await deliveries.disable('slack', AT_MS, 'the receiver answered 410 Gone');
};
