import type { HandoffEvent } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import { SSE_TYPE, sseComment, sseData } from '../sse.js';
import { followEvents } from './follow-events.js';

/** Quiet streams say something this often, so that nobody on the way takes them for dead. */
const KEEP_ALIVE_MS = 15_000;
/** How long a browser waits before it connects again. */
const RETRY_MS = 1_000;

export interface EventStreamOptions {
  tenant: string;
  /** The first event is the one after this; null: only what happens from now on. */
  afterSeq: number | null;
  signal: AbortSignal;
  /** What is said of an event, or null for nothing. */
  frameOf(event: HandoffEvent): Promise<{ event: string; data: string } | null>;
  /** Called at the start and with each keep-alive. */
  onBeat?(): void;
  onEnd?(): void;
}

/** The number after which a stream goes on: what the browser had last, else what the page named. */
export const lastEventId = (headers: Headers, named: number | undefined): number | null => {
  const sent = headers.get('last-event-id');
  return sent !== null && /^\d{1,15}$/.test(sent) ? Number(sent) : (named ?? null);
};

/** Events of handoffs as server-sent events; the id of each is its `seq`, so that a cut stream goes on where it was. */
export const eventStream = async (options: EventStreamOptions, deps: AppDeps): Promise<Response> => {
  const { tenant, signal } = options;
  const afterSeq = options.afterSeq ?? (await deps.handoffs.lastSeq(tenant));
  const encoder = new TextEncoder();
  let end: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string): void => {
        try {
          controller.enqueue(encoder.encode(text));
        } catch {
          // The reader went away while an event was on its way.
          end();
        }
      };
      const stopFollowing = followEvents(deps, { tenant, afterSeq }, async (event) => {
        const frame = await options.frameOf(event);
        if (frame !== null) say(`id: ${event.seq}\nevent: ${frame.event}\n${sseData(frame.data)}`);
      });
      const stopBeat = deps.timers.every(KEEP_ALIVE_MS, () => {
        options.onBeat?.();
        say(sseComment('still here'));
      });
      let isOver = false;
      end = () => {
        if (isOver) return;
        isOver = true;
        stopFollowing();
        stopBeat();
        options.onEnd?.();
        try {
          controller.close();
        } catch {
          // Closed by its reader already.
        }
      };
      signal.addEventListener('abort', end, { once: true });
      options.onBeat?.();
      say(`retry: ${RETRY_MS}\nid: ${afterSeq}\nevent: hello\ndata: {}\n\n`);
    },
    cancel: () => end(),
  });
  return new Response(body, {
    headers: { 'content-type': SSE_TYPE, 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
};
