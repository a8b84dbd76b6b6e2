import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configuredReceivers, knownReceivers } from '../../src/cli/configured-receivers.js';
import { Config } from '../../src/schema/index.js';
import { type Delivering, delivering } from '../support/delivering.js';
import { ScriptedHttp } from '../support/outbound.js';

const SECRETS: Record<string, string> = {
  CRM_SECRET: `whsec_${btoa('a secret of at least 24 bytes')}`,
  SLACK_URL: 'https://hooks.slack.com/services/T0/B0/x',
  INBOX: 'inbox',
  BOT_TOKEN: 'token',
  CHATWOOT_SECRET: 'secret',
  ZENDESK_TOKEN: 'token',
  NOT_A_SECRET: 'hunter2',
  NOT_AN_ADDRESS: 'http://10.0.0.1/hook',
};

const CRM = { name: 'crm', url: 'https://crm.example.com', secret_env: 'CRM_SECRET' };
const CHATWOOT = {
  base_url: 'https://app.chatwoot.com',
  account_id: 7,
  inbox_identifier_env: 'INBOX',
  bot_token_env: 'BOT_TOKEN',
  webhook_secret_env: 'CHATWOOT_SECRET',
};
const ZENDESK = {
  base_url: 'https://example.zendesk.com',
  email: 'ada@example.com',
  token_env: 'ZENDESK_TOKEN',
};

let at: Delivering;
beforeEach(async () => {
  at = await delivering(() => []);
});
afterEach(() => at.close());

const configured = async (handoff: Record<string, unknown>) =>
  await configuredReceivers(Config.parse({ handoff }), {
    ...at.ports,
    ...at.storage,
    http: new ScriptedHttp(),
    readSecret: (variable) => SECRETS[variable] ?? null,
  });

describe('the receivers of a configuration', () => {
  it('are its webhooks and helpdesks, under the names that are listed, and nobody without any', async () => {
    const handoff = {
      webhooks: [CRM],
      slack: { url_env: 'SLACK_URL', tenant: 'acme' },
      chatwoot: { ...CHATWOOT, hook: 'desk' },
      zendesk: ZENDESK,
    };
    const { receivers, hooks } = await configured(handoff);
    const known = knownReceivers(Config.parse({ handoff }));
    expect(receivers.map(({ endpoint }) => endpoint)).toEqual(known.map(({ endpoint }) => endpoint));
    expect(known).toEqual([
      { endpoint: 'webhook:crm', tenant: null },
      { endpoint: 'slack', tenant: 'acme' },
      { endpoint: 'chatwoot', tenant: null },
      { endpoint: 'zendesk', tenant: null },
    ]);
    expect([...hooks.keys()]).toEqual(['/hooks/chatwoot/desk']);
    expect((await configured({})).receivers).toEqual([]);
  });

  it.each([
    {
      name: 'a secret that is not set',
      handoff: { webhooks: [{ ...CRM, secret_env: 'NOWHERE' }] },
      says: ['"handoff.webhooks.0.secret_env"', 'NOWHERE is not set'],
    },
    {
      name: 'a secret that is none',
      handoff: { webhooks: [{ ...CRM, secret_env: ['CRM_SECRET', 'NOT_A_SECRET'] }] },
      says: ['"handoff.webhooks.0.secret_env": NOT_A_SECRET', 'whsec_'],
    },
    {
      name: 'an address of Slack’s that is none',
      handoff: { slack: { url_env: 'NOT_AN_ADDRESS' } },
      says: ['"handoff.slack.url_env"', 'NOT_AN_ADDRESS'],
    },
    {
      name: 'a bot without its token',
      handoff: { chatwoot: { ...CHATWOOT, bot_token_env: 'NOWHERE' } },
      says: ['"handoff.chatwoot.bot_token_env"', 'NOWHERE'],
    },
    {
      name: 'tickets without a token',
      handoff: { zendesk: { ...ZENDESK, token_env: 'NOWHERE' } },
      says: ['"handoff.zendesk.token_env"', 'NOWHERE'],
    },
  ])('are refused at the start, naming the setting: $name', async ({ handoff, says }) => {
    const detail = await configured(handoff).catch(({ detail: told }) => String(told));
    for (const part of says) expect(detail).toContain(part);
    expect(detail).not.toContain('hunter2');
  });
});

describe('handoff.channel', () => {
  it.each(['slack', 'chatwoot', 'zendesk'])('%s needs the section of that name', (channel) => {
    const parsed = Config.safeParse({ handoff: { channel } });
    expect(parsed.error?.issues).toMatchObject([
      { path: ['handoff', channel], message: `is needed with handoff.channel: ${channel}` },
    ]);
  });

  it('chatwoot is taken with its section, which may also stand beside the desk', () => {
    expect(Config.safeParse({ handoff: { channel: 'chatwoot', chatwoot: CHATWOOT } }).success).toBe(true);
    expect(Config.safeParse({ handoff: { channel: 'desk', chatwoot: CHATWOOT } }).success).toBe(true);
  });
});
