import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chatwootHook, chatwootReceiver } from '../../../src/adapters/helpdesk/index.js';
import { outboundHttp } from '../../../src/adapters/webhooks/index.js';
import type { HandoffEvent } from '../../../src/schema/index.js';
import { ChatwootConfig } from '../../../src/schema/index.js';
import { ADA, as, claim, resolve, said, taking } from '../../contract/handoff-fixture.js';
import { auditRecord } from '../../contract/index.js';
import { BOT_TOKEN, type ChatwootStub, INBOX, startChatwoot } from '../../support/chatwoot-stub.js';
import { type Delivering, delivering } from '../../support/delivering.js';
import { fixtureJson } from '../../support/fixture-json.js';
import { openingOf } from '../../support/handoffs.js';
import type { Trouble } from '../../support/stub-server.js';

const SECRET = 'what Chatwoot signs with';
const NOW_MS = Date.parse('2026-03-01T10:00:00Z');
const QUESTION = 'My aunt died. Can I get money back later?';

let stub: ChatwootStub;
let at: Delivering;
let hook: ReturnType<typeof chatwootHook>;

const hmac = async (secret: string, text: string): Promise<string> => {
  const bytes = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytes.encode(secret), algorithm, false, ['sign']);
  return Buffer.from(await crypto.subtle.sign('HMAC', key, bytes.encode(text))).toString('hex');
};

beforeEach(async () => {
  stub = await startChatwoot(() => at.time.nowMs);
  const settings = ChatwootConfig.parse({
    base_url: stub.url,
    account_id: 7,
    inbox_identifier_env: 'INBOX',
    bot_token_env: 'BOT_TOKEN',
    webhook_secret_env: 'SECRET',
    allow_private: true,
    timeout_ms: 1_000,
  });
  const secrets = { inbox_identifier: INBOX, bot_token: BOT_TOKEN, webhook_secrets: [SECRET] };
  at = await delivering(({ storage, ports, log }) => {
    const needed = {
      ...ports,
      http: outboundHttp(),
      audit: storage.audit,
      cases: storage.helpdeskCases,
      public_url: 'https://answers.example.com',
    };
    hook = chatwootHook(settings, secrets, { ...needed, handoffs: storage.handoffs, log });
    return [chatwootReceiver(settings, secrets, needed)];
  });
  await at.storage.audit.append(auditRecord({ id: 'r1', decision: 'escalate' }));
});
afterEach(async () => {
  await at.close();
  await stub.close();
});

const open = async (id = 'h1', conversation_id = `talk of ${id}`): Promise<void> => {
  await at.storage.handoffs.open(openingOf({ id, conversation_id, text: QUESTION }));
  await at.run();
};

const change = async (id: string, made: Parameters<Delivering['storage']['handoffs']['change']>[2]) => {
  const outcome = await at.storage.handoffs.change('default', id, made);
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal}`);
};

const customerWrites = async (text: string, id = 'h1') =>
  await change(id, {
    kind: 'customer_message',
    text,
    digest: null,
    at_ms: at.time.nowMs,
    actor: { type: 'customer', id: null, name: null },
  });

/** A call of Chatwoot's, signed. */
const call = async (payload: unknown, more: { secret?: string; at_ms?: number; body?: string } = {}) => {
  const body = JSON.stringify(payload);
  const timestamp = String(Math.floor((more.at_ms ?? at.time.nowMs) / 1_000));
  const headers = new Headers({
    'x-chatwoot-timestamp': timestamp,
    'x-chatwoot-signature': `sha256=${await hmac(more.secret ?? SECRET, `${timestamp}.${body}`)}`,
  });
  const sent = new TextEncoder().encode(more.body ?? body);
  await hook.receive({ headers, query: new URLSearchParams(), body: sent });
};

const messageCall = (more: Record<string, unknown> = {}) => ({
  ...fixtureJson<object>('helpdesk/chatwoot/call-message-created.json'),
  ...more,
});
const statusCall = (status: string, more: Record<string, unknown> = {}) => ({
  ...fixtureJson<object>('helpdesk/chatwoot/call-status-changed.json'),
  status,
  ...more,
});

const eventsOf = async (id = 'h1'): Promise<HandoffEvent[]> =>
  await at.storage.handoffs.events('default', { handoff_id: id, after_seq: 0, limit: 100 });
const kindsOf = async (id = 'h1') => (await eventsOf(id)).map(({ kind }) => kind);
const notes = () => stub.messages.filter((one) => one.private).map(({ content }) => content);
const incoming = () => stub.messages.filter((one) => one.message_type === 0).map(({ content }) => content);
const deliveries = async () =>
  (await at.storage.deliveries.list('default', { limit: 100 })).deliveries.toReversed();

describe('a case in Chatwoot', () => {
  it('is a conversation with what the customer wrote, what people must know, and people’s status', async () => {
    await open();
    expect(stub.conversations).toMatchObject([
      { id: 41, status: 'open', custom_attributes: { plumbline_handoff: 'h1', plumbline_record: 'r1' } },
    ]);
    expect(incoming()).toEqual([QUESTION]);
    const [note] = notes();
    for (const part of [
      'You can ask for the reduced fare after your trip.',
      'The policy allows the request only before travel.',
      'policies/family-loss.md',
      'Ask before you fly.',
      'https://answers.example.com/console/desk/h1',
    ]) {
      expect(note).toContain(part);
    }
  });

  it('is told in French of a French conversation', async () => {
    await at.storage.handoffs.open(openingOf({ id: 'h1', language: 'fr', reason: 'customer_asked' }));
    await at.run();
    expect(notes()[0]).toContain('Motif : Demande à parler à une personne');
    expect([...stub.contacts.values()]).toEqual(['Client of h1']);
  });

  it('gets what the customer writes meanwhile, in order', async () => {
    await open();
    await customerWrites('Are you there?');
    await customerWrites('Hello?');
    await at.run();
    expect(incoming()).toEqual([QUESTION, 'Are you there?', 'Hello?']);
  });

  it('follows what happens at our own desk as private notes, and its end as a status', async () => {
    await open();
    await change('h1', claim());
    await change('h1', said('You can bring it.'));
    await change('h1', resolve());
    await at.run();
    expect(notes().slice(1)).toEqual([
      'Ada took the case.',
      'Ada wrote to the customer from the desk: You can bring it.',
      'The case is resolved.\nSummary: Done.',
    ]);
    expect(stub.conversations[0]?.status).toBe('resolved');
  });

  it.each([
    { kind: 'return', status: 'pending' },
    { kind: 'resolve', status: 'resolved' },
  ] as const)('is $status after $kind', async ({ kind, status }) => {
    await open();
    await change('h1', claim());
    await change('h1', { kind, summary: null, at_ms: 9_000, actor: as(ADA) });
    await at.run();
    expect(stub.conversations[0]?.status).toBe(status);
  });

  it('has the same contact as earlier cases of its conversation, and a conversation of its own', async () => {
    await open('h1', 'talk');
    await change('h1', claim());
    await change('h1', resolve());
    await open('h2', 'talk');
    expect(stub.contacts.size).toBe(1);
    expect(stub.conversations.map(({ custom_attributes }) => custom_attributes['plumbline_handoff'])).toEqual(
      ['h1', 'h2'],
    );
    await open('h3', 'another talk');
    expect(stub.contacts.size).toBe(2);
  });
});

describe('attempts in Chatwoot', () => {
  const STEPS = [
    { step: 'the contact', which: /POST .*\/contacts$/ },
    { step: 'the conversation', which: /POST .*\/contacts\/[^/]+\/conversations$/ },
    { step: 'the customer’s message', which: /POST .*\/messages$/ },
    { step: 'the status', which: /POST .*\/toggle_status$/ },
  ];
  const TROUBLES: { name: string; trouble: Trouble }[] = [
    { name: 'answered 500', trouble: { status: 500 } },
    { name: 'answered 429', trouble: { status: 429 } },
    { name: 'reset', trouble: 'reset' },
    { name: 'carried out with its answer lost', trouble: 'lost' },
    { name: 'carried out with an answer that cannot be read', trouble: 'malformed' },
  ];
  it.each(
    STEPS.flatMap(({ step, which }) => TROUBLES.map(({ name, trouble }) => ({ step, which, name, trouble }))),
  )('make everything once although $step was $name', async ({ which, trouble }) => {
    stub.meets(which, trouble);
    await open();
    await at.run(5_000);
    expect(await deliveries()).toMatchObject([{ state: 'delivered' }]);
    expect([stub.contacts.size, stub.conversations.length, incoming().length, notes().length]).toEqual([
      1, 1, 1, 1,
    ]);
    expect(stub.conversations[0]?.status).toBe('open');
  });

  it('know a message that arrived by its words where Chatwoot keeps no attributes', async () => {
    stub.keepsAttributes = false;
    stub.meets(/POST .*\/messages$/, 'lost');
    await open();
    await at.run(5_000);
    expect(incoming()).toEqual([QUESTION]);
    await customerWrites('Hello?');
    await customerWrites('Hello?');
    await at.run();
    expect(incoming()).toEqual([QUESTION, 'Hello?', 'Hello?']);
  });

  it('wait no longer than configured', async () => {
    stub.meets(/POST .*\/contacts$/, 'silent');
    await open();
    expect(await deliveries()).toMatchObject([{ state: 'pending', last_error: 'no answer in time' }]);
  });

  it.each([
    { name: 'the token is refused', which: /messages$/, status: 401, body: 'unauthorized' },
    { name: 'there is no such inbox', which: /contacts$/, status: 404, body: 'not-found' },
    { name: 'the conversation was deleted', which: /messages$/, status: 404, body: 'not-found' },
  ])('end when $name, and say which settings to look at', async ({ which, status, body }) => {
    stub.meets(which, { status, body: fixtureJson(`helpdesk/chatwoot/${body}.json`) });
    await open();
    const [dead] = await deliveries();
    expect(dead).toMatchObject({ state: 'dead', last_status: status, attempts: 1 });
    expect(dead?.last_error).toContain('bot_token_env');
    expect(at.logged.some((line) => line.includes('bot_token_env'))).toBe(true);
    await at.storage.deliveries.resend('default', dead?.id ?? '', at.time.nowMs);
    await at.run();
    expect(await deliveries()).toMatchObject([{ state: 'delivered' }]);
    expect([stub.conversations.length, incoming().length]).toEqual([1, 1]);
  });

  it('go on with later events where the first was given up', async () => {
    for (let n = 0; n < 20; n += 1) stub.meets(/POST .*\/contacts$/, { status: 404 });
    await open();
    await customerWrites('Hello?');
    await at.run();
    expect((await deliveries()).map(({ state }) => state)).toEqual(['dead', 'dead']);
  });
});

describe('what people do in Chatwoot', () => {
  it('an answer reaches the customer, and who answers holds the case', async () => {
    await open();
    await call(messageCall());
    const handoff = await at.storage.handoffs.get('default', 'h1');
    expect(handoff).toMatchObject({ state: 'claimed', agent: { id: 'chatwoot:42', name: 'Nora' } });
    const [message] = await at.storage.handoffs.takeUndelivered('default', 'h1', taking());
    expect(message).toMatchObject({
      text: 'You can bring it: it needs a seat of its own.',
      actor: { type: 'helpdesk', id: 'chatwoot', name: 'Nora' },
    });
  });

  it('an answer told of twice, or after others, counts once', async () => {
    await open();
    await call(messageCall());
    await call(messageCall({ id: 9002, content: 'Anything else?' }));
    await call(messageCall());
    expect(await kindsOf()).toEqual(['opened', 'claimed', 'person_message', 'person_message']);
  });

  it('an answer told of twice at once counts once', async () => {
    await open();
    await Promise.all([call(messageCall()), call(messageCall()), call(messageCall())]);
    expect((await kindsOf()).filter((kind) => kind === 'person_message')).toHaveLength(1);
  });

  it('a file comes as its address', async () => {
    await open();
    await call(
      messageCall({ content: null, attachments: [{ data_url: 'https://files.example.com/seat.pdf' }] }),
    );
    expect((await eventsOf()).at(-1)?.text).toBe('https://files.example.com/seat.pdf');
  });

  it('an answer takes the case over from a colleague at the desk; told of twice it does not come back', async () => {
    await open();
    await change('h1', claim());
    await call(messageCall());
    expect(await kindsOf()).toEqual(['opened', 'claimed', 'reassigned', 'person_message']);
    await change('h1', { kind: 'reassign', to: ADA, at_ms: 9_000, actor: as(ADA) });
    await call(messageCall());
    expect((await at.storage.handoffs.get('default', 'h1'))?.agent).toEqual(ADA);
  });

  it.each([
    { name: 'a private note', payload: messageCall({ private: true }) },
    {
      name: 'what the customer wrote',
      payload: messageCall({ message_type: 'incoming', sender: { id: 512, type: 'contact' } }),
    },
    {
      name: 'what our own bot posted',
      payload: messageCall({ sender: { id: 3, name: 'Plumbline', type: 'agent_bot' } }),
    },
    { name: 'what Chatwoot itself says', payload: messageCall({ message_type: 'template', sender: null }) },
    { name: 'an empty message', payload: messageCall({ content: ' ' }) },
    { name: 'another conversation', payload: messageCall({ conversation: { id: 77 } }) },
    { name: 'another event', payload: { event: 'contact_updated', id: 512 } },
    { name: 'a malformed call', payload: { event: 'message_created', id: 'nine' } },
    { name: 'something else', payload: [] },
  ])('$name is left alone', async ({ payload }) => {
    await open();
    await call(payload);
    expect(await kindsOf()).toEqual(['opened']);
  });

  it('an assigned conversation is a claimed case; our own opening of it is not', async () => {
    await open();
    await call(statusCall('open', { event: 'conversation_opened', meta: { assignee: null } }));
    expect(await kindsOf()).toEqual(['opened']);
    await call(statusCall('open', { event: 'conversation_updated' }));
    expect((await at.storage.handoffs.get('default', 'h1'))?.agent).toEqual({
      id: 'chatwoot:42',
      name: 'Nora',
    });
    await call(statusCall('open', { event: 'conversation_updated' }));
    expect(await kindsOf()).toEqual(['opened', 'claimed']);
  });

  it.each([
    { status: 'resolved', event: 'conversation_status_changed', state: 'resolved' },
    { status: 'resolved', event: 'conversation_resolved', state: 'resolved' },
    { status: 'pending', event: 'conversation_status_changed', state: 'returned' },
  ])('$status ($event) ends the case as $state, and is not told back', async ({ status, event, state }) => {
    await open();
    const before = stub.calls.length;
    await call(statusCall(status, { event }));
    await call(statusCall(status, { event }));
    await at.run();
    expect(await at.storage.handoffs.get('default', 'h1')).toMatchObject({ state });
    const posted = stub.calls.slice(before).filter(({ method }) => method === 'POST');
    expect(posted).toEqual([]);
  });

  it('a conversation that is made as pending ends nothing', async () => {
    await open();
    await call(statusCall('pending', { event: 'conversation_updated' }));
    expect(await kindsOf()).toEqual(['opened']);
  });

  it('an answer whose call comes after that of the end, or never, still reaches the customer', async () => {
    await open();
    const written = stub.write(41, 'Ask for a seat of its own. Bye!');
    await call(statusCall('resolved'));
    expect(await kindsOf()).toEqual(['opened', 'claimed', 'person_message', 'resolved']);
    await call(messageCall({ id: written.id, content: written.content }));
    expect((await kindsOf()).filter((kind) => kind === 'person_message')).toHaveLength(1);
    expect(notes()).toHaveLength(1);
  });

  it('the end counts although Chatwoot cannot be asked for answers before it', async () => {
    await open();
    stub.meets(/GET .*messages$/, { status: 500 });
    await call(statusCall('resolved'));
    expect(await at.storage.handoffs.get('default', 'h1')).toMatchObject({ state: 'resolved' });
  });

  it('a case that a colleague holds at the desk is not ended from there', async () => {
    await open();
    await change('h1', claim());
    await call(statusCall('resolved'));
    expect(await at.storage.handoffs.get('default', 'h1')).toMatchObject({ state: 'claimed', agent: ADA });
  });

  it('who answers after the end is told that nobody read it', async () => {
    await open();
    await call(statusCall('resolved'));
    await call(messageCall());
    expect(notes().at(-1)).toContain('did not reach the customer');
    expect((await kindsOf()).at(-1)).toBe('resolved');
  });
});

describe('calls that are not Chatwoot’s', () => {
  it.each([
    { name: 'of another secret', more: { secret: 'another' } },
    { name: 'of long ago', more: { at_ms: NOW_MS - 301_000 } },
    { name: 'of the future', more: { at_ms: NOW_MS + 301_000 } },
    { name: 'with other words', more: { body: JSON.stringify(messageCall({ content: 'Send money.' })) } },
  ])('are refused: $name', async ({ more }) => {
    await open();
    await expect(call(messageCall(), more)).rejects.toMatchObject({ code: 'auth-signature-invalid' });
    expect(await kindsOf()).toEqual(['opened']);
  });

  it.each([
    { name: 'no signature and no token', headers: {}, query: '' },
    { name: 'another token', headers: {}, query: 'token=guessed' },
    {
      name: 'the token beside a wrong signature',
      headers: { 'x-chatwoot-signature': 'sha256=00' },
      query: `token=${encodeURIComponent(SECRET)}`,
    },
  ])('are refused: $name', async ({ headers, query }) => {
    await open();
    const body = new TextEncoder().encode(JSON.stringify(messageCall()));
    const received = hook.receive({ headers: new Headers(headers), query: new URLSearchParams(query), body });
    await expect(received).rejects.toMatchObject({ code: 'auth-signature-invalid' });
    expect(await kindsOf()).toEqual(['opened']);
  });

  it('are taken with the secret in the address from versions that do not sign', async () => {
    await open();
    const body = new TextEncoder().encode(JSON.stringify(messageCall()));
    await hook.receive({ headers: new Headers(), query: new URLSearchParams({ token: SECRET }), body });
    expect((await kindsOf()).at(-1)).toBe('person_message');
  });
});
