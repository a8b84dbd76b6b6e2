import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeysContext, keysCreate, keysList, keysRevoke } from '../../src/cli/keys.js';
import { sha256Hex } from '../../src/core/audit/index.js';
import { Config } from '../../src/schema/index.js';
import { memoryFixture } from '../adapters/storage/sqlite-fixture.js';
import type { StorageFixture } from '../contract/index.js';

const config = Config.parse({
  routes: { default: {}, loyalty: {} },
  tenants: { default: { routes: ['loyalty', 'default'] }, kiosk: { routes: ['default'] } },
});

describe('plumbline keys', () => {
  let fixture: StorageFixture;
  let lines: string[];
  let context: KeysContext;
  beforeEach(async () => {
    fixture = await memoryFixture();
    lines = [];
    let made = 0;
    context = {
      storage: fixture.storage,
      config,
      out: (line) => lines.push(line),
      clock: { nowMs: () => Date.parse('2026-03-01T09:00:00Z') + 0.25 },
      ids: { next: () => `id-${++made}` },
      randomBytes: (count) => new Uint8Array(count).fill(251),
    };
  });
  afterEach(() => fixture.dispose());

  it('create prints the key once; what is stored is its hash and a hint', async () => {
    expect(await keysCreate(context, { role: 'auditor', routes: ['default'] })).toBe(0);
    const key = lines[0] ?? '';
    expect(key).toMatch(/^plk_[A-Za-z0-9_-]{43}$/);
    const stored = await fixture.storage.keys.find(await sha256Hex(key));
    expect(stored).toMatchObject({ id: 'id-1', tenant: 'default', role: 'auditor', routes: ['default'] });
    expect(JSON.stringify(stored)).not.toContain(key);
    expect(stored?.hint).toBe(`${key.slice(0, 8)}…`);
  });

  it('without routes a key gets those of its tenant, in their order', async () => {
    await keysCreate(context, {});
    expect((await fixture.storage.keys.list())[0]).toMatchObject({
      role: 'vendor',
      routes: ['loyalty', 'default'],
    });
  });

  it.each([
    { name: 'role', options: { role: 'root' }, words: /no role "root"; the roles are vendor, compliance/ },
    {
      name: 'route',
      options: { routes: ['vip'] },
      words: /no route "vip"; the configuration has default, loyalty/,
    },
    {
      name: 'tenant',
      options: { tenant: 'nobody' },
      words: /no tenant "nobody"; the configuration has default, kiosk/,
    },
    {
      name: 'route for the tenant',
      options: { tenant: 'kiosk', routes: ['loyalty'] },
      words: /"kiosk" may not use route "loyalty"; it has default/,
    },
  ])('an unknown $name makes no key and is said in one sentence', async ({ options, words }) => {
    await expect(keysCreate(context, options)).rejects.toMatchObject({
      detail: expect.stringMatching(words),
    });
    expect(await fixture.storage.keys.list()).toEqual([]);
    expect(lines).toEqual([]);
  });

  it('list shows keys without the key or its hash, and revoke ends one', async () => {
    await keysCreate(context, {});
    const secret = lines.splice(0)[0] ?? '';
    expect(await keysRevoke(context, 'id-1')).toBe(0);
    await keysList(context);
    await keysList(context, { json: true });
    const printed = lines.join('\n');
    expect(printed).toContain('id-1');
    expect(printed).toContain('revoked 2026-03-01 09:00');
    expect(printed).not.toContain(secret);
    expect(printed).not.toContain(await sha256Hex(secret));
    expect(await fixture.storage.keys.inUse()).toBe(false);
  });

  it('revoking what is no key says where to look', async () => {
    await expect(keysRevoke(context, 'id-9')).rejects.toMatchObject({
      detail: expect.stringContaining('keys list'),
    });
  });

  it('an empty list says how to make a key', async () => {
    await keysList(context);
    expect(lines).toEqual(['There are no keys yet. Make one with: plumbline keys create']);
  });
});
