import { storageFor } from '../../src/adapters/storage/sqlite/index.js';
import { outboundHttp } from '../../src/adapters/webhooks/index.js';
import { dispatcher, signingKey, webhookReceiver } from '../../src/core/escalation/index.js';
import { WebhookConfig } from '../../src/schema/index.js';

/** A process of its own that delivers until it is killed: folder of the database, address, milliseconds by which its clock is ahead. */
const [folder = '', url = '', aheadMs = '0'] = process.argv.slice(2);
const clock = { nowMs: () => Date.now() + Number(aheadMs) };
const webhook = WebhookConfig.parse({ name: 'crm', url, secret_env: 'CRM_SECRET', allow_private: true });
const keys = [await signingKey(`whsec_${btoa('a secret of at least 24 bytes')}`, 'the secret')];
const storage = await storageFor('sqlite:plumbline.db', folder);
const deliver = dispatcher(
  [webhookReceiver(webhook, keys, { http: outboundHttp(), clock, public_url: null })],
  {
    ...storage,
    clock,
    ids: { next: () => crypto.randomUUID() },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    metrics: {
      count: () => {},
      observe: () => {},
      gauge: () => {},
      render: async () => ({ body: '', contentType: '' }),
    },
    random: () => 0,
  },
);
const signal = new AbortController().signal;
for (;;) {
  await deliver.run(signal);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
