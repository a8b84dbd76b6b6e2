import { GroundingError } from '../../core/errors.js';
import type { UpstreamRequest } from '../../core/ports.js';

export interface UpstreamOptions {
  /** Name in the configuration, for messages. */
  name: string;
  /** Includes the version: "https://api.example.com/v1". */
  base_url: string;
  /** Longest wait for a connection and for response headers, and between two bytes of the body. */
  timeout_ms: number;
  /** Header and value of the upstream's own credential; without it what the caller sent is forwarded. */
  credential?: { header: string; value: string };
}

/** The credential header of a protocol. */
export const upstreamCredential = (
  protocol: 'openai' | 'anthropic' | 'json',
  key: string,
): { header: string; value: string } =>
  protocol === 'anthropic'
    ? { header: 'x-api-key', value: key }
    : { header: 'authorization', value: `Bearer ${key}` };

/** Origin and path of a call; whatever the path says, the origin is the configured one. */
export const targetOf = (base: URL, path: string): string => {
  if (path !== '' && !path.startsWith('/')) {
    throw new GroundingError('internal-unexpected', {
      detail: 'A path to a bot is empty or begins with a slash.',
    });
  }
  return `${base.pathname.replace(/\/+$/, '')}${path}`;
};

/** Request headers as sent: no encoding is asked for, and the configured credential stands. */
export const sentHeaders = (request: UpstreamRequest, options: UpstreamOptions): Record<string, string> => ({
  ...request.headers,
  'accept-encoding': 'identity',
  ...(options.credential === undefined ? {} : { [options.credential.header]: options.credential.value }),
});

/** @throws {GroundingError} config-invalid unless it is an http or https URL without a query. */
export const parseBaseUrl = (options: UpstreamOptions): URL => {
  const base = URL.canParse(options.base_url) ? new URL(options.base_url) : null;
  if (base === null || !/^https?:$/.test(base.protocol) || base.search !== '' || base.hash !== '') {
    throw new GroundingError('config-invalid', {
      detail: `upstreams.${options.name}.base_url is not an http or https address without a query.`,
    });
  }
  return base;
};

export const timeoutFault = (options: UpstreamOptions, cause: unknown): GroundingError =>
  new GroundingError('upstream-timeout', {
    detail: `Upstream ${options.name} gave nothing for ${options.timeout_ms} ms: upstreams.${options.name}.timeout_ms.`,
    cause,
  });

export const unreachableFault = (options: UpstreamOptions, cause: unknown): GroundingError =>
  new GroundingError('upstream-unreachable', {
    detail: `Upstream ${options.name} could not be reached, or broke off.`,
    cause,
  });

/** Most bytes that an encoded body may unfold to. */
export const DECODED_BYTES_MAX = 64 * 1_048_576;
