import { GroundingError } from '../../errors.js';

const PREFIX = 'whsec_';
/** Standard Webhooks 1.0: a secret has 192 to 512 bits. */
const SECRET_BYTES_MIN = 24;
const SECRET_BYTES_MAX = 64;

const encoder = new TextEncoder();

/** The three headers of Standard Webhooks 1.0. */
export interface WebhookHeaders extends Record<string, string> {
  'webhook-id': string;
  /** Seconds since the epoch, of this attempt. */
  'webhook-timestamp': string;
  /** `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; one a secret, separated by spaces. */
  'webhook-signature': string;
}

/** A signing key from its written form, `whsec_` and base64; `place` names the setting in the fault's words. */
export async function signingKey(secret: string, place: string): Promise<CryptoKey> {
  const bytes = secret.startsWith(PREFIX) ? bytesOfBase64(secret.slice(PREFIX.length)) : null;
  if (bytes === null || bytes.length < SECRET_BYTES_MIN || bytes.length > SECRET_BYTES_MAX) {
    throw new GroundingError('config-invalid', {
      detail: `${place} does not hold a signing secret: it is whsec_ and base64 of 24 to 64 random bytes, such as echo "whsec_$(openssl rand -base64 32)" makes.`,
    });
  }
  return await hmacKey(bytes);
}

/** Headers of one attempt, signed with every key: while secrets are changed, the receiver may know either. */
export async function webhookHeaders(
  message: { id: string; at_ms: number; body: string },
  keys: readonly CryptoKey[],
): Promise<WebhookHeaders> {
  const timestamp = String(Math.floor(message.at_ms / 1_000));
  const signed = encoder.encode(`${message.id}.${timestamp}.${message.body}`);
  const signatures = await Promise.all(
    keys.map(async (key) => `v1,${base64Of(await crypto.subtle.sign('HMAC', key, signed))}`),
  );
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

/** A key for HMAC-SHA256. */
export async function hmacKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);
}

const base64Of = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));

const bytesOfBase64 = (text: string): Uint8Array<ArrayBuffer> | null => {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
};
