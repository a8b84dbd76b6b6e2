import { beforeEach, describe, expect, it } from 'vitest';
import { dispatcher, signingKey, webhookReceiver } from '../../../../src/core/escalation/index.js';
import type { OutboundReply } from '../../../../src/core/ports.js';
import { WebhookConfig } from '../../../../src/schema/index.js';
import { claim, resolve, said } from '../../../contract/handoff-fixture.js';
import { openingOf } from '../../../support/handoffs.js';
import { MemoryDeliveryStore } from '../../../support/memory-deliveries.js';
import { MemoryHandoffStore } from '../../../support/memory-handoffs.js';
import { answered, ScriptedHttp } from '../../../support/outbound.js';

const DAY_MS = 86_400_000;
const SECRET = `whsec_${btoa('a secret of at least 24 bytes')}`;
const CRM = 'webhook:crm';

/** A receiver called crm, stores in memory, a clock that a test moves, and waits of their full length. */
const setUp = async (settings: Record<string, unknown> = {}) => {
  const handoffs = new MemoryHandoffStore();
  let seq = 0;
  handoffs.feed.subscribe((event) => {
    seq = event.seq;
  });
  const deliveries = new MemoryDeliveryStore(() => seq);
  const http = new ScriptedHttp();
  const logged: string[] = [];
  const note = (message: string, fields?: Record<string, unknown>): void => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  const time = { nowMs: Date.parse('2026-03-01T10:00:00Z') };
  const clock = { nowMs: () => time.nowMs };
  let ids = 0;
  const ports = {
    handoffs,
    deliveries,
    clock,
    ids: {
      next: () => {
        ids += 1;
        return `id-${ids}`;
      },
    },
    log: { info: note, warn: note, error: note },
    metrics: {
      count: () => undefined,
      gauge: () => undefined,
      observe: () => undefined,
      render: async () => ({ body: '', contentType: '' }),
    },
    random: () => 0.999_999,
  };
  const webhook = WebhookConfig.parse({
    name: 'crm',
    url: 'https://crm.example.com/hooks',
    secret_env: 'CRM_SECRET',
    ...settings,
  });
  const keys = [await signingKey(SECRET, 'the secret')];
  const receiver = webhookReceiver(webhook, keys, { http, clock, public_url: null });
  const deliver = dispatcher([receiver], ports);
  await deliver.prepare();
  return {
    handoffs,
    deliveries,
    http,
    logged,
    time,
    run: async (afterMs = 0) => {
      time.nowMs += afterMs;
      await deliver.run(new AbortController().signal);
    },
    /** Types of what was sent, in order. */
    sent: () => http.sent.map(({ body }) => JSON.parse(body ?? '').type),
    idsSent: () => http.sent.map(({ headers }) => headers['webhook-id']),
  };
};

type SetUp = Awaited<ReturnType<typeof setUp>>;

describe('events on their way to a receiver', () => {
  let at: SetUp;
  beforeEach(async () => {
    at = await setUp();
  });

  it('are told each once, in the order of their handoff', async () => {
    await at.handoffs.open(openingOf({ id: 'h1' }));
    await at.handoffs.change('default', 'h1', claim());
    await at.handoffs.change('default', 'h1', said('You can bring it.'));
    await at.handoffs.change('default', 'h1', resolve());
    await at.run();
    await at.run();
    expect(at.sent()).toEqual(['handoff.waiting', 'handoff.claimed', 'handoff.replied', 'handoff.resolved']);
    expect(new Set(at.idsSent()).size).toBe(4);
    expect(at.deliveries.all.map(({ state }) => state)).toEqual([
      'delivered',
      'delivered',
      'delivered',
      'delivered',
    ]);
  });

  it('begin where the receiver was first known, not with what was before', async () => {
    await at.handoffs.open(openingOf({ id: 'h0' }));
    const handoffs = at.handoffs;
    expect((await at.deliveries.endpoint('webhook:later')).cursor_seq).toBe(1);
    await handoffs.open(openingOf({ id: 'h1' }));
    await at.run();
    expect(at.deliveries.all.map(({ handoff_id }) => handoff_id)).toEqual(['h0', 'h1']);
  });

  it('hold back later ones of the same handoff while one fails, and no others', async () => {
    at.http.answer = ({ body }) => answered(body?.includes('"h1"') ? 500 : 200);
    await at.handoffs.open(openingOf({ id: 'h1' }));
    await at.handoffs.change('default', 'h1', claim());
    await at.handoffs.open(openingOf({ id: 'h2' }));
    await at.run();
    expect(at.sent()).toEqual(['handoff.waiting', 'handoff.waiting']);
    at.http.answer = () => answered(200);
    await at.run(5_000);
    expect(at.sent().slice(2)).toEqual(['handoff.waiting', 'handoff.claimed']);
  });

  it('are tried again under the same id with a new time and the same words', async () => {
    at.http.answer = () => answered(503);
    await at.handoffs.open(openingOf({ id: 'h1' }));
    await at.run();
    await at.run(4_000);
    expect(at.http.sent).toHaveLength(1);
    await at.run(1_000);
    const [first, second] = at.http.sent;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    expect(Number(second?.headers['webhook-timestamp']) - Number(first?.headers['webhook-timestamp'])).toBe(
      5,
    );
    expect(second?.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature']);
  });

  it('are given up after 24 hours, told of in the log, and can be sent again', async () => {
    at.http.answer = () => answered(500);
    await at.handoffs.open(openingOf({ id: 'h1' }));
    const began = at.time.nowMs;
    for (let tries = 0; tries < 40; tries += 1) {
      await at.run();
      const [delivery] = at.deliveries.all;
      if (delivery?.state === 'dead') break;
      at.time.nowMs = delivery?.next_attempt_at_ms ?? at.time.nowMs;
    }
    expect(at.time.nowMs - began).toBe(DAY_MS);
    const [dead] = at.deliveries.all;
    expect(dead).toMatchObject({ state: 'dead', last_status: 500, last_error: 'the receiver answered 500' });
    expect(at.logged.at(-1)).toContain('can be sent again');
    at.http.answer = () => answered(204);
    await at.deliveries.resend('default', dead?.id ?? '', at.time.nowMs);
    await at.run();
    expect(at.deliveries.all[0]).toMatchObject({ state: 'delivered', last_status: 204 });
    expect(new Set(at.idsSent()).size).toBe(1);
  });

  const FAILURES: { name: string; reply: OutboundReply; error: RegExp }[] = [
    { name: 'answers 401', reply: answered(401), error: /answered 401/ },
    { name: 'answers 404', reply: answered(404), error: /answered 404/ },
    { name: 'answers 500', reply: answered(500), error: /answered 500/ },
    { name: 'redirects', reply: answered(302, '', { location: 'https://elsewhere' }), error: /not followed/ },
    { name: 'does not answer', reply: { status: null, error: 'timeout' }, error: /in time/ },
    { name: 'breaks off', reply: { status: null, error: 'unreachable' }, error: /broke off/ },
  ];
  it.each(FAILURES)('wait when the receiver $name, and arrive later', async ({ reply, error }) => {
    at.http.answer = () => reply;
    await at.handoffs.open(openingOf({ id: 'h1' }));
    await at.run();
    expect(at.deliveries.all).toMatchObject([{ state: 'pending', attempts: 1 }]);
    expect(at.deliveries.all[0]?.last_error).toMatch(error);
    at.http.answer = () => answered(200);
    await at.run(5_000);
    expect(at.deliveries.all).toMatchObject([{ state: 'delivered', attempts: 2, last_error: null }]);
  });

  it.each([429, 503])('wait together as long as a receiver asks for that answers %i', async (status) => {
    at.http.answer = () => answered(status, '', { 'retry-after': '120' });
    await at.handoffs.open(openingOf({ id: 'h1' }));
    await at.run();
    await at.handoffs.open(openingOf({ id: 'h2' }));
    await at.run(119_000);
    expect(at.http.sent).toHaveLength(1);
    at.http.answer = () => answered(200);
    await at.run(1_000);
    expect(at.deliveries.all.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it('end for a receiver that is gone: what it misses is kept, and sent once it is enabled', async () => {
    at.http.answer = () => answered(410);
    await at.handoffs.open(openingOf({ id: 'h1' }));
    await at.run();
    await at.handoffs.open(openingOf({ id: 'h2' }));
    await at.run(DAY_MS);
    expect(at.http.sent).toHaveLength(1);
    expect(at.deliveries.all.map(({ state }) => state)).toEqual(['dead', 'dead']);
    expect(at.logged.some((line) => line.startsWith('a receiver was disabled'))).toBe(true);
    at.http.answer = () => answered(200);
    await at.deliveries.enable(CRM);
    for (const { id } of at.deliveries.all) await at.deliveries.resend('default', id, at.time.nowMs);
    await at.run();
    expect(at.deliveries.all.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it('that were called off in the middle are due at once', async () => {
    const stopped = new AbortController();
    at.http.answer = () => {
      stopped.abort();
      return { status: null, error: 'unreachable' };
    };
    await at.handoffs.open(openingOf({ id: 'h1' }));
    const keys = [await signingKey(SECRET, 'the secret')];
    const webhook = WebhookConfig.parse({
      name: 'crm',
      url: 'https://crm.example.com',
      secret_env: 'CRM_SECRET',
    });
    const clock = { nowMs: () => at.time.nowMs };
    const receiver = webhookReceiver(webhook, keys, { http: at.http, clock, public_url: null });
    const ports = {
      handoffs: at.handoffs,
      deliveries: at.deliveries,
      clock,
      ids: { next: () => 'x' },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      metrics: {
        count: () => undefined,
        gauge: () => undefined,
        observe: () => undefined,
        render: async () => ({ body: '', contentType: '' }),
      },
      random: () => 0.5,
    };
    await dispatcher([receiver], ports).run(stopped.signal);
    expect(at.deliveries.all).toMatchObject([{ state: 'pending', attempts: 0 }]);
    at.http.answer = () => answered(200);
    await at.run();
    expect(at.deliveries.all).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  });

  it('no longer in the log are given up', async () => {
    await at.handoffs.open(openingOf({ id: 'h1' }));
    at.handoffs.get = async () => null;
    await at.run();
    expect(at.deliveries.all).toMatchObject([
      { state: 'dead', last_error: 'the event is no longer in the log' },
    ]);
  });

  it('stay due when the store does not answer', async () => {
    await at.handoffs.open(openingOf({ id: 'h1' }));
    const { takeDue } = at.deliveries;
    at.deliveries.takeDue = async () => {
      throw new Error('disk full');
    };
    await at.run();
    expect(at.logged.at(-1)).toContain('disk full');
    at.deliveries.takeDue = takeDue;
    await at.run();
    expect(at.sent()).toEqual(['handoff.waiting']);
  });

  it('come without words unless configured, and no log line has any', async () => {
    at.http.answer = () => answered(500, 'You can bring it.');
    await at.handoffs.open(openingOf({ id: 'h1' }));
    await at.handoffs.change('default', 'h1', claim());
    await at.handoffs.change('default', 'h1', said('You can bring it.'));
    await at.run();
    at.http.answer = () => answered(200);
    await at.run(DAY_MS);
    expect(at.http.sent.map(({ body }) => body).join()).not.toMatch(/cello|bring it/);
    expect(at.logged.join()).not.toMatch(/cello|bring it/);
  });
});

describe('what a receiver is told of', () => {
  it('is what it is configured for: some events, of one tenant', async () => {
    const at = await setUp({ events: ['handoff.waiting', 'handoff.resolved'], tenant: 'default' });
    await at.handoffs.open(openingOf({ id: 'h1' }));
    await at.handoffs.change('default', 'h1', claim());
    await at.handoffs.change('default', 'h1', resolve());
    await at.handoffs.open(openingOf({ id: 'h2', tenant: 'other' }));
    await at.run();
    expect(at.sent()).toEqual(['handoff.waiting', 'handoff.resolved']);
  });
});
