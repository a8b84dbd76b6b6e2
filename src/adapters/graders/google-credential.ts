import { z } from 'zod';
import type { Clock, OutboundHttp, OutboundRequest } from '../../core/ports.js';
import { type CallOutcome, failedCall } from '../models/model-call.js';
import type { Credential } from './credential.js';
import { outcomeOfReply } from './grader-call.js';

/** What is read of a service account’s key file. */
export const ServiceAccountKey = z.looseObject({
  client_email: z.string().min(1),
  private_key: z.string().startsWith('-----BEGIN PRIVATE KEY-----'),
  private_key_id: z.string().optional(),
  token_uri: z.url({ protocol: /^https?$/ }).default('https://oauth2.googleapis.com/token'),
});
export type ServiceAccountKey = z.infer<typeof ServiceAccountKey>;

const Token = z.looseObject({ access_token: z.string().min(1), expires_in: z.number().positive() });

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const LIFETIME_S = 3_600;
/** A token this near to its end is not used any more: it has to last until the call arrives. */
const SPARE_MS = 60_000;

export interface GoogleCredentialOptions {
  http: OutboundHttp;
  clock: Clock;
  timeout_ms: number;
}

/** Access tokens for a service account: RFC 7523, as developers.google.com/identity/protocols/oauth2/service-account has it. */
export const serviceAccountCredential = (
  key: ServiceAccountKey,
  options: GoogleCredentialOptions,
): Credential =>
  tokenCredential(async () => {
    const assertion = await signedAssertion(key, Math.floor(options.clock.nowMs() / 1_000));
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
    return {
      method: 'POST',
      url: key.token_uri,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(grant).toString(),
    };
  }, options);

/** Access tokens of the machine’s own account, from Google Cloud’s metadata server: cloud.google.com/compute/docs/metadata. */
export const metadataCredential = (host: string, options: GoogleCredentialOptions): Credential =>
  tokenCredential(
    async () => ({
      method: 'GET',
      url: `http://${host}/computeMetadata/v1/instance/service-accounts/default/token`,
      headers: { 'metadata-flavor': 'Google' },
      body: null,
    }),
    options,
  );

interface KeptToken {
  authorization: string;
  untilMs: number;
}

/** Tokens that are fetched when there is none or it is about to end; calls that come meanwhile wait for the same one. */
const tokenCredential = (
  write: () => Promise<Omit<OutboundRequest, 'timeout_ms'>>,
  { http, clock, timeout_ms }: GoogleCredentialOptions,
): Credential => {
  let kept: KeptToken | null = null;
  let fetching: Promise<KeptToken | CallOutcome> | null = null;
  const fetchToken = async (): Promise<KeptToken | CallOutcome> => {
    const reply = await http.send({ ...(await write()), timeout_ms }, new AbortController().signal);
    const outcome = outcomeOfReply(reply, clock.nowMs());
    if (!outcome.isAnswered) return outcome;
    const token = Token.safeParse(outcome.value);
    if (!token.success) return failedCall('rejected');
    const { access_token, expires_in } = token.data;
    kept = {
      authorization: `Bearer ${access_token}`,
      untilMs: clock.nowMs() + expires_in * 1_000 - SPARE_MS,
    };
    return kept;
  };
  return async () => {
    if (kept !== null && clock.nowMs() < kept.untilMs)
      return { ok: true, headers: { authorization: kept.authorization } };
    // Whoever asked first may hang up: the others wait for it all the same.
    fetching ??= fetchToken().finally(() => {
      fetching = null;
    });
    const token = await fetching;
    return 'authorization' in token
      ? { ok: true, headers: { authorization: token.authorization } }
      : { ok: false, outcome: token };
  };
};

const signedAssertion = async (
  { client_email, private_key, private_key_id, token_uri }: ServiceAccountKey,
  nowS: number,
): Promise<string> => {
  const head = { alg: 'RS256', typ: 'JWT', ...(private_key_id === undefined ? {} : { kid: private_key_id }) };
  const claims = { iss: client_email, scope: SCOPE, aud: token_uri, iat: nowS, exp: nowS + LIFETIME_S };
  const text = `${base64Url(JSON.stringify(head))}.${base64Url(JSON.stringify(claims))}`;
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const der = Uint8Array.from(atob(private_key.replace(/-----[^-]+-----|\s/g, '')), (char) =>
    char.charCodeAt(0),
  );
  const key = await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(text)));
  return `${text}.${base64Url(String.fromCharCode(...signature))}`;
};

/** Of a text in Latin-1. */
const base64Url = (text: string): string =>
  btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
