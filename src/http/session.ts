import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { sha256Hex } from '../core/audit/index.js';
import type { Clock, SessionStore } from '../core/ports.js';
import type { ApiKey, ConsoleSession, Role } from '../schema/index.js';

/** Unused for this long, a session ends: about a shift. */
export const SESSION_IDLE_MS = 12 * 3_600_000;

/** However much it is used, a session ends after a week. */
export const SESSION_MAX_MS = 7 * 24 * 3_600_000;

/** A session's end is moved at most this often, so that looking at a page seldom writes. */
const EXTEND_EVERY_MS = 5 * 60_000;

/** 256 random bits. */
const TOKEN_BYTES = 32;

const COOKIE = 'plumbline_session';

interface SessionDeps {
  sessions: SessionStore;
  clock: Clock;
}

/** Whether the browser speaks TLS to us, or to a proxy before us: then the cookie never travels in the clear. */
const isSecure = ({ req }: Context): boolean =>
  new URL(req.url).protocol === 'https:' || req.header('x-forwarded-proto')?.trim() === 'https';

// Under TLS the prefix __Host- keeps neighbours of the domain from planting a cookie of theirs.
const tokenOf = (c: Context): string | undefined =>
  isSecure(c) ? getCookie(c, COOKIE, 'host') : getCookie(c, COOKIE);

/** Signs a person in: the token goes into a cookie, its SHA-256 into the store. */
export const beginSession = async (
  c: Context,
  who: { tenant: string; role: Role; key_id: string | null; name: string },
  { sessions, clock }: SessionDeps,
): Promise<void> => {
  const before = tokenOf(c);
  if (before !== undefined) await sessions.remove(await sha256Hex(before));
  const token = base64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
  const nowMs = Math.trunc(clock.nowMs());
  await sessions.add({
    schema_version: 1,
    token_hash: await sha256Hex(token),
    ...who,
    created_at_ms: nowMs,
    expires_at_ms: nowMs + SESSION_IDLE_MS,
  });
  const isTls = isSecure(c);
  setCookie(c, COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    maxAge: SESSION_MAX_MS / 1_000,
    ...(isTls ? { secure: true, prefix: 'host' as const } : {}),
  });
};

/** The session of a request and its key, its end moved on; null without one in force. */
export const readSession = async (
  c: Context,
  { sessions, clock }: SessionDeps,
): Promise<{ session: ConsoleSession; key: ApiKey | null } | null> => {
  const token = tokenOf(c);
  if (token === undefined || token === '') return null;
  const nowMs = Math.trunc(clock.nowMs());
  const found = await sessions.find(await sha256Hex(token), nowMs);
  if (found === null) return null;
  const { token_hash, created_at_ms, expires_at_ms } = found.session;
  const end = Math.min(nowMs + SESSION_IDLE_MS, created_at_ms + SESSION_MAX_MS);
  if (end - expires_at_ms >= EXTEND_EVERY_MS) await sessions.extend(token_hash, end);
  return found;
};

/** Signs out: the session of the request counts no more, wherever its token went. */
export const endSession = async (c: Context, { sessions }: Pick<SessionDeps, 'sessions'>): Promise<void> => {
  const token = tokenOf(c);
  if (token === undefined) return;
  await sessions.remove(await sha256Hex(token));
  if (isSecure(c)) deleteCookie(c, COOKIE, { path: '/', secure: true, prefix: 'host' });
  else deleteCookie(c, COOKIE, { path: '/' });
};

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
