import { GroundingError } from '../../core/errors.js';
import type { Upstream } from '../../core/ports.js';
import {
  DECODED_BYTES_MAX,
  parseBaseUrl,
  sentHeaders,
  targetOf,
  timeoutFault,
  type UpstreamOptions,
  unreachableFault,
} from './upstream-options.js';

/** A bot reached over `fetch`, for runtimes without sockets of their own (Workers). */
export const fetchUpstream = (options: UpstreamOptions, send: typeof fetch = fetch): Upstream => {
  const base = parseBaseUrl(options);
  return {
    async send(request, signal) {
      signal.throwIfAborted();
      const target = targetOf(base, request.path);
      const watch = new IdleWatch(options, signal);
      try {
        const response = await send(`${base.origin}${target}`, {
          method: request.method,
          headers: sentHeaders(request, options),
          body: request.body === null ? null : bodyOf(request.body),
          redirect: 'manual',
          signal: watch.signal,
        });
        const headers = new Headers(response.headers);
        // fetch has decoded the body already.
        const isEncoded = headers.has('content-encoding');
        headers.delete('content-encoding');
        if (isEncoded) headers.delete('content-length');
        return { status: response.status, headers, body: watched(response.body, watch, isEncoded, options) };
      } catch (cause) {
        watch.stop();
        throw signal.aborted ? cause : watch.faultOf(cause);
      }
    },
  };
};

/** Aborts a call that has given nothing for as long as the timeout. */
class IdleWatch {
  readonly #options: UpstreamOptions;
  readonly #abort = new AbortController();
  readonly #caller: AbortSignal;
  readonly #onAbort = (): void => this.#abort.abort(this.#caller.reason);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLate = false;

  constructor(options: UpstreamOptions, caller: AbortSignal) {
    this.#options = options;
    this.#caller = caller;
    caller.addEventListener('abort', this.#onAbort, { once: true });
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isLate = true;
      this.#abort.abort();
    }, this.#options.timeout_ms);
  }

  pause(): void {
    clearTimeout(this.#timer);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#onAbort);
  }

  /** Ends the call. */
  abort(): void {
    this.stop();
    this.#abort.abort();
  }

  faultOf(cause: unknown): GroundingError {
    if (cause instanceof GroundingError) return cause;
    return this.#isLate ? timeoutFault(this.#options, cause) : unreachableFault(this.#options, cause);
  }
}

/** A copy over a plain buffer, which is what fetch takes; text as it is. */
const bodyOf = (body: Uint8Array | string): Uint8Array<ArrayBuffer> | string =>
  typeof body === 'string' ? body : new Uint8Array(body);

const watched = (
  body: ReadableStream<Uint8Array> | null,
  watch: IdleWatch,
  isEncoded: boolean,
  options: UpstreamOptions,
): ReadableStream<Uint8Array> => {
  if (body === null) {
    watch.stop();
    return new ReadableStream({ start: (controller) => controller.close() });
  }
  const reader = body.getReader();
  let length = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        watch.restart();
        const { value, done } = await reader.read();
        // The time that the reader takes is not the bot's.
        watch.pause();
        if (done) {
          watch.stop();
          controller.close();
          return;
        }
        length += value.byteLength;
        if (isEncoded && length > DECODED_BYTES_MAX) {
          throw new GroundingError('upstream-invalid', {
            detail: `Upstream ${options.name} sent an encoded body of more than ${DECODED_BYTES_MAX} bytes.`,
          });
        }
        controller.enqueue(value);
      } catch (cause) {
        const fault = watch.faultOf(cause);
        watch.abort();
        controller.error(fault);
      }
    },
    cancel() {
      watch.abort();
    },
  });
};
