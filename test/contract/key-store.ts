import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyStore } from '../../src/core/ports.js';
import type { ApiKey } from '../../src/schema/index.js';
import type { StorageFixture } from './fixture.js';

/** A key of a vendor, with what a test changes of it. */
export const apiKey = (changes: Partial<ApiKey> & { id: string }): ApiKey => ({
  tenant: 'default',
  role: 'vendor',
  routes: ['default', 'loyalty'],
  key_hash: `hash-${changes.id}`,
  hint: 'plk_ab12…',
  name: null,
  created_at_ms: 1_000,
  revoked_at_ms: null,
  ...changes,
});

/** What every key store keeps to. */
export function describeKeyStore(name: string, make: () => Promise<StorageFixture>): void {
  describe(`key store: ${name}`, () => {
    let fixture: StorageFixture;
    let keys: KeyStore;
    beforeEach(async () => {
      fixture = await make();
      keys = fixture.storage.keys;
    });
    afterEach(() => fixture.dispose());

    it('a key is found by its hash, with its routes in order', async () => {
      await keys.add(apiKey({ id: 'k1' }));
      expect(await keys.find('hash-k1')).toEqual(apiKey({ id: 'k1' }));
      expect(await keys.find('hash-k2')).toBeNull();
    });

    it('a revoked key is not found any more, but listed with the time of its first revocation', async () => {
      await keys.add(apiKey({ id: 'k1' }));
      expect(await keys.revoke('k1', 2_000)).toBe(true);
      expect(await keys.revoke('k1', 3_000)).toBe(true);
      expect(await keys.find('hash-k1')).toBeNull();
      expect(await keys.list()).toEqual([apiKey({ id: 'k1', revoked_at_ms: 2_000 })]);
    });

    it('revoking an unknown key says that there is none', async () => {
      expect(await keys.revoke('k9', 2_000)).toBe(false);
    });

    it('keys are in use while one is not revoked', async () => {
      expect(await keys.inUse()).toBe(false);
      await keys.add(apiKey({ id: 'k1' }));
      await keys.add(apiKey({ id: 'k2' }));
      await keys.revoke('k1', 2_000);
      expect(await keys.inUse()).toBe(true);
      await keys.revoke('k2', 2_000);
      expect(await keys.inUse()).toBe(false);
    });

    it('two keys never share a hash', async () => {
      await keys.add(apiKey({ id: 'k1' }));
      await expect(keys.add(apiKey({ id: 'k2', key_hash: 'hash-k1' }))).rejects.toThrow();
      expect(await keys.list()).toHaveLength(1);
    });
  });
}
