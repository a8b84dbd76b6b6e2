import { z } from 'zod';
import { GroundingError } from '../../core/errors.js';
import type { ApiKey, ConversationPlace } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import { principalOf } from '../security.js';

/** How a token begins: no key does. */
const PREFIX = 'plt_';

/** Bytes of the secret of an application without keys. */
const SECRET_BYTES = 32;

const Claims = z.tuple([z.string(), z.string(), z.string(), z.int(), z.string().nullable()]);

/** A token's conversation, and until when it holds. */
export interface LiveGrant {
  place: ConversationPlace;
  expires_at_ms: number;
}

/**
 * Tokens for the live events of one conversation. Each is sealed with the key that it was issued to, by its stored hash,
 * so that nothing is kept of it and revoking the key ends it; without keys with a secret of this process.
 */
export class LiveTokens {
  readonly #deps: Pick<AppDeps, 'keys' | 'clock' | 'config'>;
  #ownSecret: Uint8Array<ArrayBuffer> | null = null;

  constructor(deps: Pick<AppDeps, 'keys' | 'clock' | 'config'>) {
    this.#deps = deps;
  }

  /** @param key whose token it is; null where there are no keys. */
  async issue(place: ConversationPlace, key: ApiKey | null): Promise<LiveGrant & { token: string }> {
    const { clock, config } = this.#deps;
    const expires_at_ms = Math.trunc(clock.nowMs()) + config.handoff.live.token_ttl_s * 1_000;
    const { tenant, route, conversation_id } = place;
    const claims: z.infer<typeof Claims> = [tenant, route, conversation_id, expires_at_ms, key?.id ?? null];
    const payload = base64Url(new TextEncoder().encode(JSON.stringify(claims)));
    const seal = await crypto.subtle.sign('HMAC', await this.#secretOf(key), bytesOf(payload));
    return { place, expires_at_ms, token: `${PREFIX}${payload}.${base64Url(new Uint8Array(seal))}` };
  }

  /** @throws {GroundingError} auth-token-invalid for one that is forged, over, or whose key was revoked. */
  async verify(token: string): Promise<LiveGrant> {
    const [payload = '', seal = ''] = token.slice(PREFIX.length).split('.');
    const claims = claimsOf(payload);
    if (claims === null) throw invalid();
    const [tenant, route, conversation_id, expires_at_ms, key_id] = claims;
    const key = key_id === null ? null : await this.#keyOf(key_id);
    if (key === undefined || (key === null && (await this.#deps.keys.inUse()))) throw invalid();
    const isSealed = await crypto.subtle.verify(
      'HMAC',
      await this.#secretOf(key),
      fromBase64Url(seal) ?? new Uint8Array(),
      bytesOf(payload),
    );
    if (!isSealed || this.#deps.clock.nowMs() >= expires_at_ms) throw invalid();
    if (key !== null && (key.tenant !== tenant || !principalOf(key, this.#deps).routes.includes(route)))
      throw invalid();
    return { place: { tenant, route, conversation_id }, expires_at_ms };
  }

  async #keyOf(id: string): Promise<ApiKey | undefined> {
    return (await this.#deps.keys.list()).find((key) => key.id === id && key.revoked_at_ms === null);
  }

  async #secretOf(key: ApiKey | null): Promise<CryptoKey> {
    this.#ownSecret ??= crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
    const secret = key === null ? this.#ownSecret : bytesOf(`live ${key.key_hash}`);
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    return await crypto.subtle.importKey('raw', secret, hmac, false, ['sign', 'verify']);
  }
}

/** The token of a request: in the header, or where an EventSource can only put it; null without one. */
export const presentedToken = (request: Request): string | null => {
  const bearer = /^bearer\s+(\S+)\s*$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const token = bearer ?? new URL(request.url).searchParams.get('access_token');
  return token?.startsWith(PREFIX) === true ? token : null;
};

const invalid = (): GroundingError =>
  new GroundingError('auth-token-invalid', {
    detail:
      'The token is not one for this conversation, or it is over: ask the vendor’s server for a new one.',
  });

const claimsOf = (payload: string): z.infer<typeof Claims> | null => {
  const bytes = fromBase64Url(payload);
  try {
    return bytes === null
      ? null
      : (Claims.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data ?? null);
  } catch {
    return null;
  }
};

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> | null => {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
};
