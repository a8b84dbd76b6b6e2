import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slackReceiver } from '../../../src/adapters/helpdesk/index.js';
import { outboundHttp } from '../../../src/adapters/webhooks/index.js';
import { SlackConfig } from '../../../src/schema/index.js';
import { claim } from '../../contract/handoff-fixture.js';
import { auditRecord } from '../../contract/index.js';
import { type Delivering, delivering } from '../../support/delivering.js';
import { openingOf } from '../../support/handoffs.js';
import { type StubServer, startStub } from '../../support/stub-server.js';

let stub: StubServer;
let at: Delivering;

const setUp = async (settings: Record<string, unknown> = {}) => {
  const slack = SlackConfig.parse({
    url_env: 'SLACK_URL',
    allow_private: true,
    timeout_ms: 1_000,
    ...settings,
  });
  at = await delivering(({ storage, ports }) => [
    slackReceiver(slack, `${stub.url}/services/T0/B0/secret`, {
      ...ports,
      http: outboundHttp(),
      audit: storage.audit,
      public_url: 'https://answers.example.com',
    }),
  ]);
  const messages = [{ role: 'user', content: 'Can <I> fly & *shout*?\nSoon?' }];
  await at.storage.audit.append(auditRecord({ id: 'r1', decision: 'escalate', messages }));
};

beforeEach(async () => {
  stub = await startStub(() => ({ status: 200, body: 'ok' }));
});
afterEach(async () => {
  await at.close();
  await stub.close();
});

const open = async (more: Record<string, unknown> = {}) => {
  await at.storage.handoffs.open(openingOf({ id: 'h1', reason: 'reserved_topic:<refunds>', ...more }));
  await at.run();
};
const deliveries = async () => (await at.storage.deliveries.list('default', { limit: 100 })).deliveries;

describe('a case in Slack', () => {
  it('is a message with reason, urgency, language, time and the way to it, without a word of the customer’s', async () => {
    await setUp();
    await open({ priority: 'urgent' });
    const opened = Math.floor(Date.parse('2026-03-01T09:00:00Z') / 1_000);
    expect(stub.calls.map(({ method, path, body }) => [method, path, body])).toEqual([
      [
        'POST',
        '/services/T0/B0/secret',
        {
          text: 'A customer is waiting for a person – A topic for people: <refunds>',
          blocks: [
            {
              type: 'header',
              text: { type: 'plain_text', text: 'A customer is waiting for a person', emoji: false },
            },
            {
              type: 'section',
              fields: [
                { type: 'mrkdwn', text: '*Reason*\nA topic for people: &lt;refunds&gt;' },
                { type: 'mrkdwn', text: '*Priority*\nUrgent' },
                { type: 'mrkdwn', text: '*Language*\nEnglish' },
                {
                  type: 'mrkdwn',
                  text: `*Waiting since*\n<!date^${opened}^{date_short_pretty} {time}|2026-03-01T09:00:00.000Z>`,
                },
              ],
            },
            {
              type: 'section',
              text: { type: 'mrkdwn', text: '<https://answers.example.com/console/desk/h1|Open the case>' },
            },
          ],
        },
      ],
    ]);
  });

  it('quotes the customer only where configured, and nothing that they write becomes a link or a mention', async () => {
    await setUp({ include_text: true });
    await open();
    const shown = JSON.stringify(stub.calls[0]?.body);
    expect(shown).toContain(JSON.stringify('>Can &lt;I&gt; fly &amp; *shout*?\n>Soon?').slice(1, -1));
    expect(shown).not.toContain('<I>');
  });

  it('is told in French where configured', async () => {
    await setUp({ language: 'fr' });
    await open({ reason: 'customer_asked' });
    expect(stub.calls[0]?.body?.['text']).toBe(
      'Un client attend une personne – Demande à parler à une personne',
    );
  });

  it('is told of as configured: when it waits and expires, else of what is named', async () => {
    await setUp();
    await open();
    await at.storage.handoffs.change('default', 'h1', claim());
    await at.run();
    expect(stub.calls).toHaveLength(1);
  });

  it.each([
    { status: 400, body: 'invalid_payload', state: 'dead', error: 'Slack answered 400 invalid_payload' },
    {
      status: 403,
      body: 'action_prohibited',
      state: 'dead',
      error: 'action_prohibited: look at handoff.slack.url_env',
    },
    { status: 404, body: 'channel_not_found', state: 'dead', error: 'channel_not_found' },
    { status: 410, body: 'channel_is_archived', state: 'dead', error: '410 Gone' },
    { status: 429, body: '', state: 'pending', error: 'answered 429' },
    { status: 500, body: 'rollup_error', state: 'pending', error: 'answered 500' },
  ])('that Slack answers with $status $body is $state', async ({ status, body, state, error }) => {
    await setUp();
    stub.meets(/POST/, { status, body });
    await open();
    expect(await deliveries()).toMatchObject([{ state, last_status: status }]);
    expect((await deliveries())[0]?.last_error).toContain(error);
    expect(at.logged.join()).not.toContain('secret');
  });

  it.each(['reset', 'silent'] as const)('arrives later when the call is %s', async (trouble) => {
    await setUp();
    stub.meets(/POST/, trouble);
    await open();
    expect(await deliveries()).toMatchObject([{ state: 'pending' }]);
    await at.run(5_000);
    expect(await deliveries()).toMatchObject([{ state: 'delivered' }]);
  });
});
