import type { Readable, Transform } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { errors, Pool } from 'undici';
import { GroundingError } from '../../core/errors.js';
import type { Upstream, UpstreamResponse } from '../../core/ports.js';
import {
  DECODED_BYTES_MAX,
  parseBaseUrl,
  sentHeaders,
  targetOf,
  timeoutFault,
  type UpstreamOptions,
  unreachableFault,
} from './upstream-options.js';

/** Connections kept to one bot; more requests than these wait for one. */
const CONNECTIONS_MAX = 256;
/** Longest wait for a connection: a host that does not answer the handshake is not slow, it is away. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Codes of a connection that was never made: the bot has seen nothing of the request. */
const NEVER_REACHED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** Until another try at a connection: a bot that is started anew listens again by then more often than not. */
const RECONNECT_AFTER_MS = 100;

/**
 * A bot reached over undici's pool of kept connections. A request is sent again, once, only where no connection came
 * about. `close` waits for what is under way.
 */
export const undiciUpstream = (options: UpstreamOptions): Upstream & { close(): Promise<void> } => {
  const base = parseBaseUrl(options);
  const pool = new Pool(base.origin, {
    connections: CONNECTIONS_MAX,
    headersTimeout: options.timeout_ms,
    bodyTimeout: options.timeout_ms,
    connect: { timeout: Math.min(CONNECT_TIMEOUT_MS, options.timeout_ms) },
  });
  return {
    async send(request, signal) {
      signal.throwIfAborted();
      const call = {
        method: request.method,
        path: targetOf(base, request.path),
        headers: sentHeaders(request, options),
        body: request.body,
        signal,
      };
      try {
        const response = await pool.request(call).catch(async (cause: unknown) => {
          if (!neverReached(cause)) throw cause;
          await setTimeout(RECONNECT_AFTER_MS, undefined, { signal });
          return await pool.request(call);
        });
        return readResponse(response.statusCode, response.headers, response.body, options);
      } catch (cause) {
        throw signal.aborted ? cause : faultOf(cause, options);
      }
    },
    close: () => pool.close(),
  };
};

/** Anything else may have reached the bot, and whether to ask it again is for the client to say. */
const neverReached = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && NEVER_REACHED.has(String(cause.code));

const readResponse = (
  status: number,
  raw: Record<string, string | string[] | undefined>,
  body: Readable,
  options: UpstreamOptions,
): UpstreamResponse => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) headers.append(name, one);
  }
  const encodings = (headers.get('content-encoding') ?? '')
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
  headers.delete('content-encoding');
  if (encodings.length > 0) headers.delete('content-length');
  return { status, headers, body: webStream(body, encodings, options) };
};

const decoderOf = (encoding: string): Transform | null => {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  return encoding === 'br' ? createBrotliDecompress() : null;
};

/** Bytes as a web stream that reads no further than its reader, and ends the connection when it goes away. */
const webStream = (
  source: Readable,
  encodings: readonly string[],
  options: UpstreamOptions,
): ReadableStream<Uint8Array> => {
  let decoded: Readable = source;
  // More than one encoding on top of another has no use but to unfold without bound.
  const encoding = encodings[0];
  if (encoding !== undefined) {
    const decoder = encodings.length === 1 ? decoderOf(encoding) : null;
    if (decoder === null) {
      source.on('error', () => undefined).destroy();
      throw new GroundingError('upstream-invalid', {
        detail: `Upstream ${options.name} sent a body in an encoding that is not read: ${encodings.join(', ')}.`,
      });
    }
    source.on('error', (error) => decoder.destroy(error));
    decoded = source.pipe(decoder);
  }
  let length = 0;
  let isOver = false;
  const end = (act: () => void): void => {
    if (isOver) return;
    isOver = true;
    act();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        decoded.on('data', (chunk: Uint8Array) => {
          length += chunk.byteLength;
          if (encoding !== undefined && length > DECODED_BYTES_MAX) {
            end(() => controller.error(overBound(options)));
            source.destroy();
            decoded.destroy();
            return;
          }
          if (isOver) return;
          controller.enqueue(chunk);
          if ((controller.desiredSize ?? 0) <= 0) decoded.pause();
        });
        decoded.on('end', () => end(() => controller.close()));
        decoded.on('error', (cause) => end(() => controller.error(faultOf(cause, options))));
        decoded.on('close', () => end(() => controller.error(unreachableFault(options, undefined))));
      },
      pull() {
        decoded.resume();
      },
      cancel() {
        isOver = true;
        decoded.on('error', () => undefined);
        source.on('error', () => undefined);
        source.destroy();
        decoded.destroy();
      },
    },
    { highWaterMark: 4 },
  );
};

const overBound = (options: UpstreamOptions): GroundingError =>
  new GroundingError('upstream-invalid', {
    detail: `Upstream ${options.name} sent an encoded body of more than ${DECODED_BYTES_MAX} bytes.`,
  });

const faultOf = (cause: unknown, options: UpstreamOptions): GroundingError => {
  if (cause instanceof GroundingError) return cause;
  if (
    cause instanceof errors.HeadersTimeoutError ||
    cause instanceof errors.BodyTimeoutError ||
    cause instanceof errors.ConnectTimeoutError
  ) {
    return timeoutFault(options, cause);
  }
  return unreachableFault(options, cause);
};
