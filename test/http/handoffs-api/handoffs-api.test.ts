import { beforeEach, describe, expect, it } from 'vitest';
import { auditRecord } from '../../contract/fixture.js';
import { SYSTEM } from '../../support/handoffs.js';
import { type TestApp, testApp } from '../../support/http-app.js';

const PLACE = { tenant: 'acme', route: 'default', conversation_id: 'talk' };

/** After the answer of the record, which is of nine o'clock. */
const AT_MS = Date.parse('2026-03-01T09:01:00Z');

let test: TestApp;
const as = (key: string) => ({ 'x-plumbline-key': key });

/** Opens a case of one conversation, with the record of the answer that led to it. */
const openCase = async (id = 'h1', over: Record<string, unknown> = {}) => {
  await test.audit.append(
    auditRecord({
      id: `record-${id}`,
      tenant: 'acme',
      conversation_id: 'talk',
      decision: 'escalate',
      reason: 'rewrite_failed',
    }),
  );
  return await test.handoffs.open({
    ...PLACE,
    id,
    record_id: `record-${id}`,
    reason: 'contradicted',
    priority: 'normal',
    language: 'en',
    expires_at_ms: null,
    customer_digest: null,
    at_ms: AT_MS,
    actor: SYSTEM,
    reference: 'ABCDE-FGHJK-MNPQR-STVWX',
    text: 'Can I get money back later?',
    data: {},
    ...over,
  });
};
const post = async (key: string, path: string, body: unknown = {}, headers: Record<string, string> = {}) => {
  const response = await test.post(`/api/handoffs/${path}`, body, { ...as(key), ...headers });
  return { status: response.status, body: await response.json() };
};
const get = async (key: string, path = '') => {
  const response = await test.app.request(`/api/handoffs${path}`, { headers: as(key) });
  return { status: response.status, body: await response.json() };
};

beforeEach(async () => {
  test = testApp({ config: { handoff: { channel: 'desk' } } });
  await test.keys.create('plk_marie', { role: 'agent', name: 'Marie' });
  await test.keys.create('plk_jo', { role: 'agent', name: 'Jo' });
  await test.keys.create('plk_auditor', { role: 'auditor' });
  await test.keys.create('plk_compliance', { role: 'compliance' });
  await test.keys.create('plk_vendor', { role: 'vendor' });
  await test.keys.create('plk_other', { role: 'agent', tenant: 'globex', name: 'Max' });
});

describe('claiming', () => {
  it('two claims at once: one wins, the other is told who has it', async () => {
    await openCase();
    const outcomes = await Promise.all([post('plk_marie', 'h1/claim'), post('plk_jo', 'h1/claim')]);
    const won = outcomes.find(({ status }) => status === 200);
    const lost = outcomes.find(({ status }) => status === 409);
    expect(won?.body.handoff).toMatchObject({ state: 'claimed' });
    expect(lost?.body).toMatchObject({
      type: '/problems/handoff-already-claimed',
      detail: `${won?.body.handoff.agent.name} has it already.`,
    });
  });

  it.each([
    { act: 'messages', body: { text: 'Hello' } },
    { act: 'return', body: {} },
    { act: 'resolve', body: {} },
    { act: 'release', body: {} },
  ])('$act needs a claim, and is its holder’s alone', async ({ act, body }) => {
    await openCase();
    expect((await post('plk_jo', `h1/${act}`, body)).body.type).toBe('/problems/handoff-not-claimed');
    await post('plk_marie', 'h1/claim');
    const refused = await post('plk_jo', `h1/${act}`, body);
    expect(refused).toMatchObject({ status: 409, body: { type: '/problems/handoff-not-yours' } });
    expect(refused.body.detail).toContain('Marie');
    expect((await post('plk_marie', `h1/${act}`, body)).status).toBe(200);
  });

  it('a case goes to a colleague, or back to the queue', async () => {
    await openCase();
    await post('plk_marie', 'h1/claim');
    const given = await post('plk_marie', 'h1/reassign', { agent_id: 'plk_jo' });
    expect(given.body.handoff.agent).toEqual({ id: 'plk_jo', name: 'Jo' });
    expect((await post('plk_jo', 'h1/reassign', { agent_id: 'nobody' })).body.pointer).toBe('/agent_id');
    expect((await post('plk_jo', 'h1/release')).body.handoff).toMatchObject({
      state: 'waiting',
      agent: null,
    });
  });

  it('an ended case takes nothing any more', async () => {
    await openCase();
    await post('plk_marie', 'h1/claim');
    const ended = await post('plk_marie', 'h1/resolve', { summary: 'Told.' });
    expect(ended.body.handoff).toMatchObject({ state: 'resolved', summary: 'Told.' });
    expect((await post('plk_marie', 'h1/messages', { text: 'One more' })).body.type).toBe(
      '/problems/handoff-ended',
    );
  });
});

describe('messages', () => {
  beforeEach(async () => {
    await openCase();
    await post('plk_marie', 'h1/claim');
  });

  it('the same key sends once, however often it comes', async () => {
    const key = { 'idempotency-key': 'press-1' };
    const [first, second] = await Promise.all([
      post('plk_marie', 'h1/messages', { text: 'Hello' }, key),
      post('plk_marie', 'h1/messages', { text: 'Hello' }, key),
    ]);
    expect(second.body.event.seq).toBe(first.body.event.seq);
    const { body } = await get('plk_marie', '/h1');
    expect(body.transcript.filter(({ kind }: { kind: string }) => kind === 'person')).toHaveLength(1);
  });

  it('a wrong message is sent all the same, and what the policies say is kept with it', async () => {
    const { body } = await post('plk_marie', 'h1/messages', { text: 'This is WRONG.' });
    expect(body.event).toMatchObject({
      kind: 'person_message',
      text: 'This is WRONG.',
      data: {
        is_checked: true,
        advice: [{ kind: 'contradicted', is_certain: true, text: 'This is WRONG.' }],
      },
    });
  });

  it('a check that fails keeps nobody from answering, and calls nothing right', async () => {
    const { status, body } = await post('plk_marie', 'h1/messages', { text: 'THROW this.' });
    expect(status).toBe(200);
    expect(body.event.data).toMatchObject({ is_checked: false, advice: [] });
    expect(test.logged.join()).not.toContain('THROW this');
  });

  it.each([
    { name: 'no text', body: { text: '  ' }, pointer: '/text' },
    { name: 'an unknown field', body: { text: 'Hi', loud: true }, pointer: '/loud' },
  ])('refuses $name', async ({ body, pointer }) => {
    expect((await post('plk_marie', 'h1/messages', body)).body).toMatchObject({ status: 400, pointer });
  });

  it('refuses a text over the limit, naming the setting', async () => {
    const long = 'x'.repeat(200_001);
    const { status, body } = await post('plk_marie', 'h1/messages', { text: long });
    expect(status).toBe(413);
    expect(body.detail).toContain('limits.');
  });
});

describe('advice on a draft', () => {
  it('names the words, and sends nothing', async () => {
    await openCase();
    const { body } = await post('plk_marie', 'h1/check', { text: 'RIGHT is this. WRONG is that.' });
    expect(body).toMatchObject({
      is_checked: true,
      verified: 1,
      advice: [{ kind: 'contradicted', text: 'WRONG is that.', start_char: 15, end_char: 29 }],
    });
    expect((await get('plk_marie', '/h1')).body.handoff.version).toBe(1);
  });

  it('is silent on an empty draft', async () => {
    await openCase();
    expect((await post('plk_marie', 'h1/check', { text: ' ' })).body).toMatchObject({
      advice: [],
      is_checked: true,
    });
  });
});

describe('reading', () => {
  it('a case has the conversation, what the bot wanted to say with its verdicts, and its reference', async () => {
    await openCase();
    const { body } = await get('plk_auditor', '/h1');
    expect(body).toMatchObject({
      reference: 'ABCDE-FGHJK-MNPQR-STVWX',
      position: 1,
      conversation: { state: 'waiting' },
      withheld: {
        original_answer: 'You can ask for the reduced fare after your trip.',
        claims: [{ label: 'contradicted', evidence: [{ source: 'policies/family-loss.md' }] }],
      },
      transcript: [
        { kind: 'customer', text: 'My aunt died. Can I get money back later?' },
        { kind: 'bot', decision: 'escalate' },
        { kind: 'step', event: 'opened' },
      ],
    });
    expect(body.summary).toContain('The customer wrote');
  });

  it('the queue is in the order in which cases are to be taken, with the customer’s words', async () => {
    await openCase('h1', { conversation_id: 'a', at_ms: AT_MS });
    await openCase('h2', { conversation_id: 'b', at_ms: AT_MS + 1, priority: 'urgent', language: 'fr' });
    const { body } = await get('plk_marie');
    expect(body.cases.map(({ handoff }: { handoff: { id: string } }) => handoff.id)).toEqual(['h2', 'h1']);
    expect(body.cases[1]).toMatchObject({
      question: 'Can I get money back later?',
      due_at_ms: AT_MS + 120_000,
    });
  });

  it.each([
    { query: '?language=fr', ids: ['h2'] },
    { query: '?priority=normal', ids: ['h1'] },
    { query: '?state=claimed&agent=me', ids: [] },
    { query: '?state=waiting,claimed&limit=1', ids: ['h2'] },
  ])('$query', async ({ query, ids }) => {
    await openCase('h1', { conversation_id: 'a', at_ms: AT_MS });
    await openCase('h2', { conversation_id: 'b', at_ms: AT_MS + 1, language: 'fr', priority: 'urgent' });
    const { body } = await get('plk_marie', query);
    expect(body.cases.map(({ handoff }: { handoff: { id: string } }) => handoff.id)).toEqual(ids);
  });

  it('says who is at the desk and what they hold', async () => {
    await openCase();
    await post('plk_marie', 'h1/claim');
    const { body } = await get('plk_jo', '/team');
    expect(body.team).toEqual([
      { agent: { id: 'plk_jo', name: 'Jo' }, is_online: false, cases: 0 },
      { agent: { id: 'plk_marie', name: 'Marie' }, is_online: false, cases: 1 },
    ]);
  });
});

describe('who may', () => {
  it.each(['plk_auditor', 'plk_compliance'])('%s reads cases and works on none', async (key) => {
    await openCase();
    expect((await get(key)).status).toBe(200);
    expect((await get(key, '/h1')).status).toBe(200);
    for (const act of ['claim', 'release', 'messages', 'notes', 'return', 'resolve', 'reassign', 'check']) {
      expect((await post(key, `h1/${act}`, { text: 'x', agent_id: 'y' })).status, act).toBe(403);
    }
  });

  it('a vendor’s key sees no case', async () => {
    await openCase();
    expect((await get('plk_vendor')).status).toBe(403);
    expect((await get('plk_vendor', '/stream')).status).toBe(403);
  });

  it('another tenant’s case is not there', async () => {
    await openCase();
    expect((await get('plk_other', '/h1')).status).toBe(404);
    expect((await get('plk_other')).body.cases).toEqual([]);
    for (const act of ['claim', 'release', 'messages', 'notes', 'return', 'resolve', 'check']) {
      const body = ['messages', 'notes', 'check'].includes(act) ? { text: 'x' } : {};
      expect((await post('plk_other', `h1/${act}`, body)).status, act).toBe(404);
    }
  });
});
