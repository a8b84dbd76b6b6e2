import type { ApiKey, ConsoleSession } from '../../schema/index.js';

export interface KeyStore {
  add(key: ApiKey): Promise<void>;
  /** By SHA-256 hex of the key; null if unknown or revoked. */
  find(keyHash: string): Promise<ApiKey | null>;
  list(): Promise<ApiKey[]>;
  /** False if there is no such key. */
  revoke(id: string, atMs: number): Promise<boolean>;
  /** Whether any key that is not revoked exists. */
  inUse(): Promise<boolean>;
}

/** Who is signed in to the console. */
export interface SessionStore {
  /** Adds a session and lets go of those that had ended when it began. */
  add(session: ConsoleSession): Promise<void>;
  /** By SHA-256 hex of the token, with its key; null if unknown, over at `atMs`, or opened with a key since revoked. */
  find(tokenHash: string, atMs: number): Promise<{ session: ConsoleSession; key: ApiKey | null } | null>;
  extend(tokenHash: string, expiresAtMs: number): Promise<void>;
  remove(tokenHash: string): Promise<void>;
}
