import type { Storage } from '../../src/adapters/storage/index.js';
import { hashKey } from '../../src/http/index.js';

/** Lets whoever has the key do everything. */
export const addAdminKey = async ({ keys }: Storage, key: string, id: string): Promise<void> =>
  await keys.add({
    id,
    tenant: 'default',
    role: 'admin',
    routes: ['default'],
    key_hash: await hashKey(key),
    hint: 'plk_te…',
    name: null,
    created_at_ms: 1,
    revoked_at_ms: null,
  });
