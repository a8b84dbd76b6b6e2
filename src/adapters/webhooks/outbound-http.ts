import type { OutboundHttp, OutboundReply } from '../../core/ports.js';

/** Answers are short; the rest of a longer one is not read. */
const BODY_BYTES_MAX = 262_144;

/** Calls over `fetch`, on Node and Workers alike. */
export const outboundHttp = (send: typeof fetch = fetch): OutboundHttp => ({
  send: async ({ method, url, headers, body, timeout_ms }, signal) => {
    const abort = new AbortController();
    const callOff = (): void => abort.abort(signal.reason);
    signal.addEventListener('abort', callOff, { once: true });
    if (signal.aborted) callOff();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      abort.abort();
    }, timeout_ms);
    try {
      // Bounds the answer's body as well: what comes byte by byte is late too.
      const response = await send(url, { method, headers, body, redirect: 'manual', signal: abort.signal });
      return { status: response.status, headers: response.headers, body: await readStart(response.body) };
    } catch {
      return { status: null, error: isLate ? 'timeout' : 'unreachable' } satisfies OutboundReply;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', callOff);
    }
  },
});

const readStart = async (body: ReadableStream<Uint8Array> | null): Promise<string> => {
  if (body === null) return '';
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  for (let length = 0; ; ) {
    const { value, done } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.byteLength;
    text += decoder.decode(value, { stream: true });
    if (length < BODY_BYTES_MAX) continue;
    await reader.cancel();
    return text;
  }
};
