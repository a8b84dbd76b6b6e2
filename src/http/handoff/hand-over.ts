import { faultForLog } from '../../core/errors.js';
import type { Handoff, LiveMessage } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import { personMessage } from './person-message.js';

/** How long nobody else gets what was taken, should its process end before it is handed over. */
export const HAND_OVER_MS = 30_000;

/**
 * What people wrote, on its way to a customer's client: taken when it is put into an answer, delivered once the answer's
 * last byte was handed over, and given back where it was not. A message is given out at least once; its `seq` tells one
 * that comes again.
 */
export class HandOver {
  readonly #name: () => Promise<string>;
  readonly #deps: AppDeps;
  #messages: LiveMessage[] = [];
  #taken: { tenant: string; seqs: number[]; taker: string } | null = null;

  /** @param name names the request, the same for one that is sent again. */
  constructor(name: () => Promise<string>, deps: AppDeps) {
    this.#name = name;
    this.#deps = deps;
  }

  /** What the answer gives out, oldest first. */
  get messages(): readonly LiveMessage[] {
    return this.#messages;
  }

  /** Takes what the client has not got yet. */
  async take({ tenant, id }: Handoff): Promise<readonly LiveMessage[]> {
    const { handoffs } = this.#deps;
    const taker = await this.#name();
    const at_ms = this.#nowMs;
    const events = await handoffs.takeUndelivered(tenant, id, {
      taker,
      at_ms,
      until_ms: at_ms + HAND_OVER_MS,
    });
    this.#messages = events.map(personMessage).filter((message) => message !== null);
    this.#taken = { tenant, seqs: events.map(({ seq }) => seq), taker };
    return this.#messages;
  }

  /** The answer gives nothing of it out after all. */
  withhold(): void {
    this.#messages = [];
  }

  /** Writes down how it went. A store that fails leaves it to be given out again. */
  async end(isHandedOver: boolean): Promise<void> {
    const { handoffs, log } = this.#deps;
    const isDelivered = isHandedOver && this.#messages.length > 0;
    if (this.#taken === null) return;
    const { tenant, seqs, taker } = this.#taken;
    try {
      if (isDelivered) await handoffs.confirmDelivered(tenant, seqs, this.#nowMs);
      else await handoffs.giveBackUndelivered(tenant, seqs, taker);
    } catch (error) {
      log.error('it could not be noted whether a message reached the customer', {
        error: faultForLog(error),
      });
    }
  }

  get #nowMs(): number {
    return Math.trunc(this.#deps.clock.nowMs());
  }
}

/**
 * The response, which ends a hand-over: as delivered when its body was read to the end, else as not, be it that the client
 * hung up or that the response tells of a fault.
 */
export const handingOver = (
  response: Response,
  handOver: HandOver | null,
  runInBackground: (work: Promise<void>) => void,
): Response => {
  if (handOver === null) return response;
  let end = (_isHandedOver: boolean): void => undefined;
  const ended = new Promise<boolean>((resolve) => {
    end = resolve;
  });
  runInBackground(ended.then((isHandedOver) => handOver.end(isHandedOver && response.ok)));
  const reader = response.body?.getReader();
  if (reader === undefined) {
    end(false);
    return response;
  }
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await reader.read();
          if (!done) return controller.enqueue(value);
          end(true);
          controller.close();
        } catch (error) {
          end(false);
          controller.error(error);
        }
      },
      async cancel(reason) {
        end(false);
        await reader.cancel(reason);
      },
    },
    // Whoever asks for what comes after the last piece has handed that on.
    { highWaterMark: 0 },
  );
  return new Response(body, response);
};
