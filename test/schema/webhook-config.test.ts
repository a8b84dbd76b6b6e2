import { describe, expect, it } from 'vitest';
import { Config, isPublicAddress } from '../../src/schema/index.js';

const webhook = (settings: Record<string, unknown> = {}) => ({
  name: 'crm',
  url: 'https://crm.example.com/hooks?source=plumbline',
  secret_env: 'CRM_SECRET',
  ...settings,
});

const faultOf = (...webhooks: unknown[]): string => {
  const parsed = Config.safeParse({ handoff: { webhooks } });
  return (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
};

describe('handoff.webhooks', () => {
  it('needs a name, an address and the name of a secret; all events are told, without words', () => {
    expect(Config.parse({ handoff: { webhooks: [webhook()] } }).handoff.webhooks).toMatchObject([
      { include_text: false, allow_private: false, timeout_ms: 15_000, events: { length: 7 } },
    ]);
    expect(faultOf(webhook({ secret_env: ['NEW_SECRET', 'OLD_SECRET'] }))).toBe('');
  });

  it.each([
    {
      name: 'http',
      fault: faultOf(webhook({ url: 'http://crm.example.com' })),
      says: 'webhooks.0.url: must be an https',
    },
    { name: 'this machine', fault: faultOf(webhook({ url: 'https://localhost/x' })), says: 'allow_private' },
    {
      name: 'a private network',
      fault: faultOf(webhook({ url: 'https://10.1.2.3/x' })),
      says: 'allow_private',
    },
    {
      name: 'another scheme',
      fault: faultOf(webhook({ url: 'file:///etc/passwd' })),
      says: 'webhooks.0.url',
    },
    {
      name: 'a password',
      fault: faultOf(webhook({ url: 'https://a:b@crm.example.com' })),
      says: 'no user name',
    },
    {
      name: 'a secret itself',
      fault: faultOf(webhook({ secret_env: 'whsec_abc' })),
      says: 'webhooks.0.secret_env',
    },
    { name: 'no event', fault: faultOf(webhook({ events: [] })), says: 'webhooks.0.events' },
    {
      name: 'an unknown event',
      fault: faultOf(webhook({ events: ['handoff.gone'] })),
      says: 'webhooks.0.events.0',
    },
    { name: 'an unknown key', fault: faultOf(webhook({ secret: 'x' })), says: '"secret"' },
    { name: 'a name twice', fault: faultOf(webhook(), webhook()), says: 'webhooks.1.name: there are two' },
  ])('refuses $name', ({ fault, says }) => expect(fault).toContain(says));

  it('takes addresses of one’s own network where they are allowed', () => {
    expect(faultOf(webhook({ url: 'http://10.1.2.3:8080/x', allow_private: true }))).toBe('');
  });
});

describe('a public address', () => {
  it.each([
    'https://example.com',
    'https://172.32.0.1',
    'https://11.0.0.1',
    'https://[2606:4700::1]/',
    'https://local.example.com',
  ])('is %s', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    'http://example.com',
    'https://localhost:8443',
    'https://api.localhost',
    'https://printer.local',
    'https://metadata.google.internal',
    'https://127.0.0.1',
    'https://127.1',
    'https://2130706433',
    'https://0x7f.1',
    'https://0.0.0.0',
    'https://10.0.0.8',
    'https://100.64.0.1',
    'https://169.254.169.254',
    'https://172.16.0.1',
    'https://172.31.255.255',
    'https://192.168.1.1',
    'https://[::1]',
    'https://[::]',
    'https://[fd00::1]',
    'https://[fe80::1]',
    'https://[::ffff:10.0.0.1]',
    'not an address',
  ])('is not %s', (address) => expect(isPublicAddress(address)).toBe(false));
});
