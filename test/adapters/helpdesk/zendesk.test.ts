import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zendeskReceiver } from '../../../src/adapters/helpdesk/index.js';
import { outboundHttp } from '../../../src/adapters/webhooks/index.js';
import { ZendeskConfig } from '../../../src/schema/index.js';
import { claim, resolve, said } from '../../contract/handoff-fixture.js';
import { auditRecord } from '../../contract/index.js';
import { type Delivering, delivering } from '../../support/delivering.js';
import { fixtureJson } from '../../support/fixture-json.js';
import { openingOf } from '../../support/handoffs.js';
import { type StubAnswer, type StubServer, startStub, type Trouble } from '../../support/stub-server.js';

interface Ticket {
  id: number;
  external_id: string;
  subject: string;
  priority: string;
  status: string;
  tags: string[];
  group_id: number;
}

interface Change {
  ticket_id: number;
  body: string;
  public: boolean;
  event: string;
}

let stub: StubServer;
let at: Delivering;
let tickets: Ticket[];
let changes: Change[];

/** Zendesk's ticketing API in its shapes, with idempotency keys that are kept. */
const startZendesk = async (): Promise<StubServer> => {
  const keys = new Map<string, { text: string; answer: StubAnswer }>();
  const shown = (ticket: Ticket) => {
    const answer = fixtureJson<{ ticket: object }>('helpdesk/zendesk/ticket.json');
    return { ...answer, ticket: { ...answer.ticket, ...ticket } };
  };
  const changed = (ticket_id: number, body: Record<string, unknown>): void => {
    const { comment, metadata } = body as {
      comment: { body: string; public: boolean };
      metadata: Record<string, string>;
    };
    changes.push({ ticket_id, ...comment, event: metadata['plumbline_event'] ?? '' });
  };
  return await startStub(({ method, path, query, headers, body }) => {
    if (headers['authorization'] !== `Basic ${btoa('ada@example.com/token:the-token')}`)
      return { status: 401, body: fixtureJson('helpdesk/zendesk/unauthorized.json') };
    const sent = (body?.['ticket'] ?? {}) as Record<string, unknown>;
    if (path === '/api/v2/tickets.json' && method === 'GET') {
      const found = tickets.filter(({ external_id }) => external_id === query.get('external_id'));
      return {
        status: 200,
        body: {
          ...fixtureJson<object>('helpdesk/zendesk/tickets.json'),
          tickets: found,
          count: found.length,
        },
      };
    }
    if (path === '/api/v2/tickets.json') {
      const key = String(headers['idempotency-key']);
      const known = keys.get(key);
      const text = JSON.stringify(body);
      if (known !== undefined)
        return known.text === text
          ? known.answer
          : { status: 400, body: fixtureJson('helpdesk/zendesk/idempotency.json') };
      const made = { ...sent, id: 35_436 + tickets.length, status: 'new' } as unknown as Ticket;
      tickets.push(made);
      changed(made.id, sent);
      const answer = { status: 201, body: shown(made), headers: { 'x-idempotency-lookup': 'miss' } };
      keys.set(key, { text, answer });
      return answer;
    }
    const [id, what] = /^\/api\/v2\/tickets\/(\d+)(\/audits)?\.json$/.exec(path)?.slice(1) ?? [];
    const ticket = tickets.find((one) => one.id === Number(id));
    if (ticket === undefined) return { status: 404, body: fixtureJson('helpdesk/zendesk/not-found.json') };
    if (what !== undefined) {
      // One audit a page, so that pages are walked.
      const from = Number(query.get('page[after]') ?? 0);
      const own = changes.filter(({ ticket_id }) => ticket_id === ticket.id);
      const audits = own.slice(from, from + 1).map(({ event }) => ({
        ticket_id: ticket.id,
        metadata: { system: {}, custom: { plumbline_event: event } },
      }));
      const meta = { has_more: from + 1 < own.length, after_cursor: String(from + 1) };
      return { status: 200, body: { ...fixtureJson<object>('helpdesk/zendesk/audits.json'), audits, meta } };
    }
    Object.assign(ticket, sent['status'] === undefined ? {} : { status: sent['status'] });
    changed(ticket.id, sent);
    return { status: 200, body: shown(ticket) };
  });
};

const setUp = async (token = 'the-token') => {
  tickets = [];
  changes = [];
  stub = await startZendesk();
  const settings = ZendeskConfig.parse({
    base_url: stub.url,
    email: 'ada@example.com',
    token_env: 'ZENDESK_TOKEN',
    group_id: 360_001,
    allow_private: true,
    timeout_ms: 1_000,
  });
  at = await delivering(({ storage, ports }) => [
    zendeskReceiver(settings, token, {
      ...ports,
      http: outboundHttp(),
      audit: storage.audit,
      cases: storage.helpdeskCases,
      public_url: 'https://answers.example.com',
    }),
  ]);
  await at.storage.audit.append(auditRecord({ id: 'r1', decision: 'escalate' }));
};

beforeEach(() => setUp());
afterEach(async () => {
  await at.close();
  await stub.close();
});

const open = async (id = 'h1'): Promise<void> => {
  await at.storage.handoffs.open(openingOf({ id, reason: 'legal_right:complaint', priority: 'high' }));
  await at.run();
};
const change = async (made: Parameters<Delivering['storage']['handoffs']['change']>[2], id = 'h1') => {
  const outcome = await at.storage.handoffs.change('default', id, made);
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal}`);
};
const deliveries = async () =>
  (await at.storage.deliveries.list('default', { limit: 100 })).deliveries.toReversed();

describe('a case in Zendesk', () => {
  it('is a ticket with all that an agent must know, which no customer is mailed', async () => {
    await open();
    expect(tickets).toMatchObject([
      {
        external_id: 'h1',
        subject: 'A customer needs a person: A complaint is made',
        priority: 'high',
        tags: ['plumbline', 'plumbline_legal_right'],
        group_id: 360_001,
      },
    ]);
    expect(changes).toMatchObject([{ public: false }]);
    for (const part of ['Ask before you fly.', 'https://answers.example.com/console/desk/h1', 'r1']) {
      expect(changes[0]?.body).toContain(part);
    }
  });

  it('follows what is said and done as internal comments, and is solved at the end', async () => {
    await open();
    await change({
      kind: 'customer_message',
      text: 'Hello?',
      digest: null,
      at_ms: at.time.nowMs,
      actor: { type: 'customer', id: null, name: null },
    });
    await change(claim());
    await change(said('You can bring it.'));
    await at.run();
    expect(tickets[0]?.status).toBe('open');
    await change(resolve());
    await at.run();
    expect(changes.slice(1).map(({ body }) => body)).toEqual([
      'Customer: Hello?',
      'Ada took the case.',
      'Ada wrote to the customer from the desk: You can bring it.',
      'The case is resolved.\nSummary: Done.',
    ]);
    expect(changes.every((one) => !one.public)).toBe(true);
    expect(tickets[0]?.status).toBe('solved');
  });
});

describe('attempts in Zendesk', () => {
  const TROUBLES: { name: string; trouble: Trouble }[] = [
    { name: 'answered 500', trouble: { status: 500 } },
    { name: 'answered 429', trouble: { status: 429, headers: { 'retry-after': '3' } } },
    { name: 'reset', trouble: 'reset' },
    { name: 'carried out with its answer lost', trouble: 'lost' },
    { name: 'carried out with an answer that cannot be read', trouble: 'malformed' },
    { name: 'not answered in time', trouble: 'silent' },
  ];
  it.each(TROUBLES)(
    'make one ticket and each comment once although a call was $name',
    async ({ trouble }) => {
      stub.meets(/^POST/, trouble);
      await open();
      await at.run(5_000);
      await change(claim());
      await change(said('You can bring it.'));
      await change(resolve());
      stub.meets(/^PUT/, trouble);
      await at.run();
      await at.run(5_000);
      expect((await deliveries()).map(({ state }) => state)).toEqual([
        'delivered',
        'delivered',
        'delivered',
        'delivered',
      ]);
      expect(tickets).toHaveLength(1);
      expect(changes.map(({ event }) => event)).toEqual(['h1:1', 'h1:2', 'h1:3', 'h1:4']);
    },
  );

  it('find the ticket by its id where the key was forgotten long ago', async () => {
    stub.meets(/^POST/, 'lost');
    await open();
    stub.meets(/^GET/, { status: 503 });
    await at.run(5_000);
    await at.run(3 * 3_600_000);
    expect(tickets).toHaveLength(1);
    expect(stub.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('end when the token is refused, and say which settings to look at', async () => {
    await at.close();
    await stub.close();
    await setUp('revoked');
    await open();
    expect(await deliveries()).toMatchObject([
      { state: 'dead', last_status: 401, last_error: expect.stringContaining('token_env') },
    ]);
    expect(at.logged.some((line) => line.includes('handoff.zendesk'))).toBe(true);
  });

  it.each([
    { name: 'the group does not exist', status: 422, body: 'invalid' },
    { name: 'the address is another’s', status: 404, body: 'not-found' },
  ])('end when $name', async ({ status, body }) => {
    stub.meets(/^POST/, { status, body: fixtureJson(`helpdesk/zendesk/${body}.json`) });
    await open();
    expect(await deliveries()).toMatchObject([{ state: 'dead', last_status: status }]);
  });
});
