import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionStore } from '../../src/core/ports.js';
import type { ConsoleSession } from '../../src/schema/index.js';
import type { StorageFixture } from './fixture.js';
import { apiKey } from './key-store.js';

const session = (changes: Partial<ConsoleSession> = {}): ConsoleSession => ({
  schema_version: 1,
  token_hash: 'hash-s1',
  tenant: 'default',
  role: 'agent',
  key_id: null,
  name: 'Dana',
  created_at_ms: 1_000,
  expires_at_ms: 5_000,
  ...changes,
});

/** What every store of console sessions keeps to. */
export function describeSessionStore(name: string, make: () => Promise<StorageFixture>): void {
  describe(`session store: ${name}`, () => {
    let fixture: StorageFixture;
    let sessions: SessionStore;
    beforeEach(async () => {
      fixture = await make();
      sessions = fixture.storage.sessions;
    });
    afterEach(() => fixture.dispose());

    it('a session is found by the hash of its token until its end, then no more', async () => {
      await sessions.add(session());
      expect(await sessions.find('hash-s1', 4_999)).toEqual({ session: session(), key: null });
      expect(await sessions.find('hash-s1', 5_000)).toBeNull();
      expect(await sessions.find('hash-s2', 1_000)).toBeNull();
    });

    it('a session that was extended lives on', async () => {
      await sessions.add(session());
      await sessions.extend('hash-s1', 9_000);
      expect(await sessions.find('hash-s1', 8_000)).toMatchObject({ session: { expires_at_ms: 9_000 } });
    });

    it('a session that was ended is gone at once', async () => {
      await sessions.add(session());
      await sessions.remove('hash-s1');
      expect(await sessions.find('hash-s1', 1_000)).toBeNull();
    });

    it('a session comes with its key, and ends with it', async () => {
      const key = apiKey({ id: 'k1', role: 'agent', name: 'Dana' });
      await fixture.storage.keys.add(key);
      await sessions.add(session({ key_id: 'k1' }));
      expect(await sessions.find('hash-s1', 1_000)).toEqual({ session: session({ key_id: 'k1' }), key });
      await fixture.storage.keys.revoke('k1', 2_000);
      expect(await sessions.find('hash-s1', 2_000)).toBeNull();
    });

    it('a session of a key that does not exist counts for nothing', async () => {
      await sessions.add(session({ key_id: 'k9' }));
      expect(await sessions.find('hash-s1', 1_000)).toBeNull();
    });

    it('sessions that are over are let go of by the next that begins', async () => {
      await sessions.add(session());
      await sessions.add(session({ token_hash: 'hash-s2', created_at_ms: 6_000, expires_at_ms: 9_000 }));
      expect(await sessions.find('hash-s1', 1_000)).toBeNull();
      expect(await sessions.find('hash-s2', 7_000)).not.toBeNull();
    });

    it('survives a restart', async () => {
      await sessions.add(session());
      const again = await fixture.reopen();
      expect(await again.sessions.find('hash-s1', 2_000)).not.toBeNull();
    });
  });
}
