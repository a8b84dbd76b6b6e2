import { GroundingError } from '../../../core/errors.js';
import { hmacKey } from '../../../core/escalation/index.js';
import type { HelpdeskCall } from '../../../core/ports.js';

/** How old a signed call may be: longer, and it may be a repetition by somebody who listened. */
const AGE_MS_MAX = 300_000;

const encoder = new TextEncoder();

/**
 * Whether a call is Chatwoot's. Versions that sign send `x-chatwoot-signature` (`sha256=` and hex HMAC-SHA256 over
 * `timestamp.body`); for others a secret stands in the address: `?token=…`.
 * @throws {GroundingError} auth-signature-invalid
 */
export async function requireChatwoot(
  call: HelpdeskCall,
  secrets: readonly string[],
  nowMs: number,
): Promise<void> {
  const keys = await Promise.all(secrets.map((secret) => hmacKey(encoder.encode(secret))));
  const signature = call.headers.get('x-chatwoot-signature');
  if (signature === null) {
    const token = encoder.encode(call.query.get('token') ?? '');
    const known = await anyOf(keys, async (key, at) => {
      // Compared as signatures, in a time that tells nothing about where they differ.
      const expected = await crypto.subtle.sign('HMAC', key, encoder.encode(secrets[at]));
      return await crypto.subtle.verify('HMAC', key, expected, token);
    });
    return known ? undefined : refuse('it is not signed');
  }
  const timestamp = call.headers.get('x-chatwoot-timestamp') ?? '';
  if (!(Math.abs(nowMs - Number(timestamp) * 1_000) <= AGE_MS_MAX) || timestamp === '')
    refuse('its x-chatwoot-timestamp is more than 5 minutes off');
  const bytes = bytesOfHex(/^sha256=([0-9a-f]{64})$/i.exec(signature)?.[1] ?? '');
  const prefix = encoder.encode(`${timestamp}.`);
  const signed = new Uint8Array(prefix.length + call.body.length);
  signed.set(prefix);
  signed.set(call.body, prefix.length);
  if (!(await anyOf(keys, (key) => crypto.subtle.verify('HMAC', key, bytes, signed))))
    refuse('its signature is another’s');
}

const anyOf = async (
  keys: readonly CryptoKey[],
  holds: (key: CryptoKey, at: number) => Promise<boolean>,
): Promise<boolean> => (await Promise.all(keys.map(holds))).includes(true);

const refuse = (why: string): never => {
  throw new GroundingError('auth-signature-invalid', {
    detail: `The call is not taken, since ${why}: handoff.chatwoot.webhook_secret_env names the secret.`,
  });
};

const bytesOfHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
