import { describe, expect, it } from 'vitest';
import { purgeDeliveries } from '../../../../src/core/escalation/index.js';
import { DeliveriesConfig, type Delivery } from '../../../../src/schema/index.js';
import { MemoryDeliveryStore } from '../../../support/memory-deliveries.js';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-03-01T10:00:00Z');

const ended = (id: string, state: Delivery['state'], daysAgo: number | null): Delivery => ({
  schema_version: 1,
  id,
  endpoint: 'webhook:crm',
  tenant: 'default',
  seq: Number(id.slice(1)),
  handoff_id: 'h1',
  version: 1,
  kind: 'opened',
  state,
  attempts: 1,
  created_at_ms: 0,
  next_attempt_at_ms: 0,
  first_attempt_at_ms: 0,
  ended_at_ms: daysAgo === null ? null : NOW_MS - daysAgo * DAY_MS,
  last_status: null,
  last_error: null,
  steps: [],
});

const leftAfter = async (settings: Record<string, unknown>, deliveries: readonly Delivery[]) => {
  const store = new MemoryDeliveryStore();
  await store.add('webhook:crm', deliveries, deliveries.length);
  const logged: unknown[] = [];
  const note = (_message: string, fields?: Record<string, unknown>): void => {
    logged.push(fields);
  };
  await purgeDeliveries(DeliveriesConfig.parse(settings), {
    deliveries: store,
    clock: { nowMs: () => NOW_MS },
    log: { info: note, warn: note, error: note },
  });
  return { left: store.all.map(({ id }) => id), logged };
};

const SOME = [
  ended('d1', 'delivered', 31),
  ended('d2', 'delivered', 29),
  ended('d3', 'dead', 366),
  ended('d4', 'dead', 364),
  ended('d5', 'pending', null),
];

describe('deliveries that ended', () => {
  it.each([
    {
      name: 'what arrived goes after 30 days, what was given up after a year',
      settings: {},
      left: ['d2', 'd4', 'd5'],
    },
    {
      name: 'each state has its time',
      settings: { delivered_days: 10, dead_days: 400 },
      left: ['d3', 'd4', 'd5'],
    },
    {
      name: 'null keeps for ever',
      settings: { delivered_days: null, dead_days: null },
      left: ['d1', 'd2', 'd3', 'd4', 'd5'],
    },
  ])('$name', async ({ settings, left }) => {
    expect((await leftAfter(settings, SOME)).left).toEqual(left);
  });

  it('more than one batch goes in one call, and the log counts them', async () => {
    const many = Array.from({ length: 1_201 }, (_, at) => ended(`d${at + 1}`, 'delivered', 40));
    expect(await leftAfter({}, many)).toEqual({
      left: [],
      logged: [{ state: 'delivered', deliveries: 1_201 }],
    });
  });
});
