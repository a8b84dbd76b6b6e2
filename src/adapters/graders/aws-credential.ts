import { AwsV4Signer } from 'aws4fetch';
import type { Clock } from '../../core/ports.js';
import type { Credential } from './credential.js';

export interface AwsKeys {
  accessKeyId: string;
  secretAccessKey: string;
  /** Null for long-lived keys. */
  sessionToken: string | null;
}

/** Signature Version 4 of a request to Amazon Bedrock. */
export const awsCredential =
  ({ accessKeyId, secretAccessKey, sessionToken }: AwsKeys, region: string, clock: Clock): Credential =>
  async ({ url, headers, body }) => {
    const signer = new AwsV4Signer({
      method: 'POST',
      url,
      headers,
      body,
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === null ? {} : { sessionToken }),
      service: 'bedrock',
      region,
      datetime: new Date(clock.nowMs()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
    });
    const signed = await signer.sign();
    return { ok: true, headers: Object.fromEntries(signed.headers) };
  };
