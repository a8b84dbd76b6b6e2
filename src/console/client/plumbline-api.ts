import { type CheckedAnswer, readCheckedAnswer } from './checked-answer.js';
import { isObject, problemSentence, RequestProblem } from './problem.js';
import { readEvents } from './read-events.js';

export interface ChatMessage {
  role: 'user' | 'assistant';
  content: string;
}

/** What a chat brings: released text as it comes, then how it was decided. */
export type ChatEvent =
  | { kind: 'released'; text: string }
  /** `isHandedOver`: a person is waited for, or has the conversation. */
  | { kind: 'decided'; checked: CheckedAnswer; isHandedOver: boolean };

/** The page's way to Plumbline: the calls that any client makes. */
export class PlumblineApi {
  readonly #model: string;
  #conversation: string | null = null;
  #key: string | null = null;

  constructor(model: string) {
    this.#model = model;
  }

  /** Sends this key from now on; kept in memory only. */
  useKey(key: string): void {
    this.#key = key.trim() === '' ? null : key.trim();
  }

  forgetConversation(): void {
    this.#conversation = null;
  }

  /**
   * Asks the bot through the proxy, streamed.
   * @throws {RequestProblem} when no answer comes, or it ends before its decision.
   */
  async *ask(messages: readonly ChatMessage[], signal: AbortSignal): AsyncGenerator<ChatEvent> {
    const response = await this.#post(
      '/v1/chat/completions',
      { model: this.#model, stream: true, messages },
      signal,
      {
        'x-plumbline-details': '1',
        ...(this.#conversation === null ? {} : { 'x-plumbline-conversation': this.#conversation }),
      },
    );
    this.#conversation = response.headers.get('x-plumbline-conversation') ?? this.#conversation;
    if (response.body === null) throw new RequestProblem('shape', '');
    let isDecided = false;
    for await (const data of cutGuard(readEvents(response.body), signal)) {
      if (data === '[DONE]') break;
      const frame = parseJson(data);
      if (isObject(frame) && isObject(frame['error'])) {
        throw new RequestProblem('document', problemSentence(frame));
      }
      const text = contentOf(frame);
      if (text !== '') yield { kind: 'released', text };
      const details = isObject(frame) ? frame['plumbline'] : null;
      const checked = readCheckedAnswer(details);
      if (checked === null) continue;
      isDecided = true;
      yield { kind: 'decided', checked, isHandedOver: isObject(details) && isObject(details['handoff']) };
    }
    if (!isDecided) throw new RequestProblem('cut', '');
  }

  /** Where the live events of the conversation are, with a token for them. @throws {RequestProblem} */
  async eventsAddress(): Promise<string> {
    const at = this.#conversationPath();
    const response = await this.#post(`${at}/token`, {}, new AbortController().signal, {});
    const issued = parseJson(await response.text());
    const token = isObject(issued) ? issued['token'] : null;
    if (typeof token !== 'string') throw new RequestProblem('shape', '');
    return `${at}/events?access_token=${encodeURIComponent(token)}`;
  }

  /** Says something to the person who has the conversation. @throws {RequestProblem} */
  async tell(text: string, signal: AbortSignal): Promise<void> {
    await this.#post(`${this.#conversationPath()}/messages`, { text, id: crypto.randomUUID() }, signal, {});
  }

  #conversationPath(): string {
    return `/v1/conversations/${encodeURIComponent(this.#conversation ?? '')}`;
  }

  /** Checks a given answer. @throws {RequestProblem} when no verdict comes. */
  async check(answer: string, question: string, signal: AbortSignal): Promise<CheckedAnswer> {
    const messages = question === '' ? [] : [{ role: 'user', content: question }];
    const response = await this.#post('/v1/check', { answer, messages }, signal, {});
    const checked = readCheckedAnswer(parseJson(await response.text()));
    if (checked === null) throw new RequestProblem('shape', '');
    return checked;
  }

  async #post(
    path: string,
    body: unknown,
    signal: AbortSignal,
    headers: Record<string, string>,
  ): Promise<Response> {
    const request = fetch(path, {
      method: 'POST',
      signal,
      headers: {
        'content-type': 'application/json',
        ...(this.#key === null ? {} : { 'x-plumbline-key': this.#key }),
        ...headers,
      },
      body: JSON.stringify(body),
    });
    const response = await request.catch((error: unknown) => {
      if (signal.aborted) throw error;
      throw new RequestProblem('network', '');
    });
    if (response.ok) return response;
    const sentence = problemSentence(parseJson(await response.text()));
    throw new RequestProblem('document', sentence, response.status);
  }
}

/** A connection that breaks while events come is told as a cut answer, not as the browser's own error. */
async function* cutGuard(events: AsyncGenerator<string>, signal: AbortSignal): AsyncGenerator<string> {
  try {
    yield* events;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new RequestProblem('cut', '');
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const contentOf = (frame: unknown): string => {
  if (!isObject(frame) || !Array.isArray(frame['choices'])) return '';
  let text = '';
  for (const choice of frame['choices']) {
    const delta = isObject(choice) ? choice['delta'] : null;
    if (isObject(delta) && typeof delta['content'] === 'string') text += delta['content'];
  }
  return text;
};
