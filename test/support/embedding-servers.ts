import { z } from 'zod';
import { replyJson, type StubBot, startStubBot } from './stub-bot.js';

/** What a server of embeddings does with a request; without trouble it gives each text its vector. */
export type EmbeddingTurn =
  | { vectors?: readonly (readonly unknown[])[] }
  | { status: number; headers?: Record<string, string> }
  | { truncated: true }
  | { breaksOff: true }
  | { hangs: true };

const Asked = z.looseObject({ model: z.string(), input: z.union([z.string(), z.array(z.string())]) });

/** How a provider's server writes vectors and errors. */
export interface EmbeddingWire {
  provider: 'openai' | 'ollama';
  /** What `base_url` says after the origin, and the path below it. */
  root: string;
  path: string;
  body(vectors: readonly (readonly unknown[])[], model: string): unknown;
  error(status: number): unknown;
}

export const OPENAI_EMBEDDINGS: EmbeddingWire = {
  provider: 'openai',
  root: '/v1',
  path: '/v1/embeddings',
  body: (vectors, model) => ({
    object: 'list',
    data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
    model,
    usage: { prompt_tokens: 8, total_tokens: 8 },
  }),
  error: (status) => ({
    error: { message: `status ${status}`, type: 'server_error', param: null, code: null },
  }),
};

export const OLLAMA_EMBEDDINGS: EmbeddingWire = {
  provider: 'ollama',
  root: '',
  path: '/api/embed',
  body: (embeddings, model) => ({
    model,
    embeddings,
    total_duration: 14_143_917,
    load_duration: 1_019_500,
    prompt_eval_count: 8,
  }),
  error: (status) => ({ error: `status ${status}` }),
};

export interface EmbeddingServer extends StubBot {
  base_url: string;
  /** Texts of each call, in order. */
  calls(): string[][];
}

/** The letters of a text, counted: alike for texts that are alike. */
export const letterVector = (text: string): number[] => {
  const counts = new Array<number>(26).fill(0);
  for (const letter of text.toLowerCase()) {
    const place = letter.charCodeAt(0) - 97;
    if (place >= 0 && place < 26) counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
};

/** A real server that takes each turn in order, and works as it should after the last. */
export const startEmbeddingServer = async (
  wire: EmbeddingWire,
  turns: readonly EmbeddingTurn[] = [],
  vectorOf: (text: string) => readonly number[] = letterVector,
): Promise<EmbeddingServer> => {
  let next = 0;
  const textsOf = (body: string): string[] => {
    const { input } = Asked.parse(JSON.parse(body));
    return typeof input === 'string' ? [input] : input;
  };
  const stub = await startStubBot((request, response) => {
    const turn = turns[next] ?? {};
    next += 1;
    if (request.url !== wire.path) return replyJson(response, wire.error(404), { status: 404 });
    if ('hangs' in turn) return;
    if ('status' in turn) return replyJson(response, wire.error(turn.status), turn);
    if ('breaksOff' in turn) return void response.socket?.destroy();
    const { model } = Asked.parse(JSON.parse(request.body));
    const whole = JSON.stringify(
      wire.body(
        'vectors' in turn && turn.vectors ? turn.vectors : textsOf(request.body).map(vectorOf),
        model,
      ),
    );
    replyJson(response, 'truncated' in turn ? whole.slice(0, whole.length / 2) : whole);
  });
  return {
    ...stub,
    base_url: stub.origin + wire.root,
    calls: () => stub.requests.map(({ body }) => textsOf(body)),
  };
};
