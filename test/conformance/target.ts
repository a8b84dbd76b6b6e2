import type { AuditRecord } from '../../src/schema/index.js';
import { RecordsPage } from '../../src/schema/index.js';

/** A deployment under test. */
export interface Target {
  fetch(path: string, init: RequestInit): Promise<Response>;
}

/** A deployment at an address; `key` is a Plumbline key, where it asks for one. */
export const remoteTarget = (url: string, key: string | null): Target => {
  const base = url.replace(/\/+$/, '');
  return {
    fetch: async (path, init) => {
      const headers = new Headers(init.headers);
      if (key !== null) headers.set('x-plumbline-key', key);
      return await fetch(`${base}${path}`, { ...init, headers, redirect: 'manual' });
    },
  };
};

/** The records of one conversation. @throws {Error} where they can't be read. */
export const recordsOf = async (target: Target, conversation: string): Promise<AuditRecord[]> => {
  const response = await target.fetch(`/api/records?conversation_id=${conversation}`, {});
  const text = await response.text();
  if (response.status !== 200) {
    throw new Error(`GET /api/records answered ${response.status}: ${text.slice(0, 200)}`);
  }
  return RecordsPage.parse(JSON.parse(text)).records;
};
