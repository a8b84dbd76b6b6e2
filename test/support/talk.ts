import type { HandoffChange } from '../../src/core/escalation/index.js';
import type { Agent } from '../../src/schema/index.js';
import { type TestApp, type TestAppOptions, testApp } from './http-app.js';
import { type AskedForm, framesOf, type TalkClient, type TalkTurn } from './talk-clients.js';

export const DANA: Agent = { id: 'key-dana', name: 'Dana' };
export const DESK = { handoff: { channel: 'desk', contact: { phone: '555-0173' } } };

/** What a client read of one answer. */
export interface TalkReply {
  response: Response;
  raw: string;
  words: string;
  reply: unknown;
}

/** A customer's conversation through a vendor's client, with an agent on the other side. */
export class TestTalk {
  readonly test: TestApp;
  readonly #client: TalkClient;
  readonly #headers: Record<string, string>;

  constructor(
    client: TalkClient,
    options: TestAppOptions = {},
    headers: Record<string, string> = { 'x-plumbline-conversation': 'c-1' },
  ) {
    this.#client = client;
    this.#headers = headers;
    this.test = testApp({ ...options, config: { ...DESK, ...client.config, ...options.config } });
  }

  async ask(
    turns: readonly TalkTurn[] | string,
    form: AskedForm = {},
    headers: Record<string, string> = {},
  ): Promise<TalkReply> {
    const said: readonly TalkTurn[] = typeof turns === 'string' ? [{ role: 'user', content: turns }] : turns;
    const client = this.#client;
    const response = await this.test.post(client.path, client.body(said, form), {
      ...this.#headers,
      ...client.headers?.(form),
      ...headers,
    });
    const raw = await response.text();
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    const reply: unknown = isStream ? null : JSON.parse(raw);
    return {
      response,
      raw,
      reply,
      words: isStream ? client.streamedWords(framesOf(raw)) : client.words(reply),
    };
  }

  get handoff() {
    const handoff = this.test.handoffs.opened.at(-1);
    if (handoff === undefined) throw new Error('there is no handoff');
    return handoff;
  }

  /** A change that Dana makes. */
  async act(change: Pick<HandoffChange, 'kind'> & Record<string, unknown>): Promise<void> {
    const { tenant, id } = this.handoff;
    const outcome = await this.test.handoffs.change(tenant, id, {
      at_ms: 1,
      actor: { type: 'agent', ...DANA },
      ...(change.kind === 'claim' ? { agent: DANA } : {}),
      ...change,
    } as HandoffChange);
    if (!outcome.ok) throw new Error(outcome.refusal);
  }

  async events(): Promise<{ kind: string; text: string | null }[]> {
    const { tenant, id } = this.handoff;
    const events = await this.test.handoffs.events(tenant, { handoff_id: id, after_seq: 0, limit: 99 });
    return events.map(({ kind, text }) => ({ kind, text }));
  }
}
