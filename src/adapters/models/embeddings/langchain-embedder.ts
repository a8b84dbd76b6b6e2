import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { Clock, Deadline, ModelFailure, TextEmbedder } from '../../../core/ports.js';
import type { EmbeddingsSettings } from '../../../schema/index.js';
import { callFault } from '../call-fault.js';
import { circuitBreaker } from '../circuit-breaker.js';
import { type FailedCall, failedCall } from '../model-call.js';
import { retriedCall, type Wait } from '../retried-call.js';
import { checkedVectors } from './checked-vectors.js';

export interface LangchainEmbedderOptions {
  embeddings: EmbeddingsInterface;
  id: string;
  settings: Pick<
    EmbeddingsSettings,
    'provider' | 'model' | 'dimensions' | 'passage_prefix' | 'query_prefix' | 'retries'
  >;
  clock: Clock;
  /** Bounds one call for passages, and the call for a claim. */
  deadline: Deadline;
  queryDeadline: Deadline;
  wait: Wait;
}

/** A service may ask to wait so long between two tries; after more it has failed. */
const RETRY_AFTER_MS_MAX = 60_000;
/** Claims in a row without a vector after which none is asked for, and for how long. */
const CIRCUIT = { failures: 3, pauseMs: 30_000 };
/** Vectors of claims that are remembered: the stages of one check ask for the same claim. */
const QUERIES_REMEMBERED = 512;

/** Why no vectors came, and what to do about it. */
const WORDS: Readonly<Partial<Record<ModelFailure, string>>> = {
  late: 'gave no vectors in time',
  unavailable: 'cannot be reached, or is in trouble: check "base_url" and whether it runs',
  rate_limited: 'is asked too often: lower "concurrency", or raise the limit of the account',
  rejected: 'refuses the request: check "model", "base_url" and the key of "api_key_env"',
  unreadable: 'gave a reply that is not one vector for each text: check "base_url" and "model"',
};

type Embedded = { isAnswered: true; vectors: number[][] } | FailedCall;

/**
 * Any LangChain `Embeddings` behind the port. Passages are tried again where the fault may pass; a claim is tried once,
 * and not at all for a while when the service is down.
 */
export const langchainEmbedder = (options: LangchainEmbedderOptions): TextEmbedder => {
  const { embeddings, id, settings, clock, deadline, queryDeadline, wait } = options;
  const name = `${settings.provider}:${settings.model}`;
  const failed = (why: string): Error => new Error(`"verification.embeddings": ${name} ${why}`);
  const checked = checkedVectors(settings.dimensions, failed);
  const breaker = circuitBreaker(CIRCUIT, clock);
  const remembered = new Map<string, Float32Array>();

  const call = async (
    run: () => Promise<number[][]>,
    within: Deadline,
    signal: AbortSignal,
  ): Promise<Embedded> => {
    try {
      const tried = await within.within((bounded) => abortable(run(), bounded), signal);
      return tried.isLate
        ? failedCall('late', { isPassing: true })
        : { isAnswered: true, vectors: tried.value };
    } catch (error) {
      signal.throwIfAborted();
      return callFault(error, clock.nowMs());
    }
  };
  const vectorsOf = (outcome: Embedded): number[][] => {
    if (outcome.isAnswered) return outcome.vectors;
    throw failed(WORDS[outcome.failure] ?? 'gave no vectors');
  };
  const passages = retriedCall(
    (texts: readonly string[], signal: AbortSignal) =>
      call(() => embeddings.embedDocuments([...texts]), deadline, signal),
    { retries: settings.retries, wait, leftMs: () => RETRY_AFTER_MS_MAX },
  );
  return {
    name,
    id,
    embedPassages: async (texts, signal = new AbortController().signal) => {
      signal.throwIfAborted();
      const prefixed = texts.map((text) => settings.passage_prefix + text);
      return checked(vectorsOf(await passages(prefixed, signal)), texts.length);
    },
    embedQuery: async (text, signal = new AbortController().signal) => {
      signal.throwIfAborted();
      const known = remembered.get(text);
      if (known !== undefined) return known;
      if (!breaker.allows()) throw failed('has failed again and again; it is asked again in a while');
      let isUp: boolean | null = null;
      try {
        const outcome = await call(
          async () => [await embeddings.embedQuery(settings.query_prefix + text)],
          queryDeadline,
          signal,
        );
        isUp = outcome.isAnswered;
        const [vector] = checked(vectorsOf(outcome), 1);
        if (vector === undefined) throw failed('gave no vector');
        remembered.set(text, vector);
        const oldest = remembered.keys().next();
        if (remembered.size > QUERIES_REMEMBERED && !oldest.done) remembered.delete(oldest.value);
        return vector;
      } finally {
        breaker.note(isUp);
      }
    },
  };
};

/** LangChain's embeddings take no signal: the wait ends, whatever becomes of the call. */
const abortable = async <Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> => {
  let giveUp = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
};
