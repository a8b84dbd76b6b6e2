import type { ServerResponse } from 'node:http';
import { type BotRequest, replyJson, type StubBot, startStubBot } from './stub-bot.js';

/** What a scripted model does with a request. */
export type ModelTurn =
  /** `as`: name of the asked form; default the judge's. */
  | { says: unknown; as?: string }
  | { text: string }
  | { refuses: string }
  | { ends: 'cut' | 'filtered'; text: string }
  | { status: number; error?: Record<string, unknown>; headers?: Record<string, string>; body?: string }
  | { breaksOff: true }
  | { hangs: true };

/** A turn that comes to a whole reply. */
export type RepliedTurn = Exclude<ModelTurn, { breaksOff: true } | { hangs: true }>;

/** How a provider's server writes a turn. */
export interface ModelWire {
  name: 'openai' | 'anthropic';
  reply(turn: RepliedTurn): { status: number; headers: Record<string, string>; body: unknown };
}

const USAGE = { input: 210, output: 40 };

const failure = (
  { status, headers = {}, body }: Extract<ModelTurn, { status: number }>,
  error: unknown,
): ReturnType<ModelWire['reply']> => ({ status, headers, body: body ?? error });

const whole = (body: unknown): ReturnType<ModelWire['reply']> => ({ status: 200, headers: {}, body });

/** OpenAI's Chat Completions, as its servers and those that copy them answer. */
export const OPENAI_WIRE: ModelWire = {
  name: 'openai',
  reply: (turn) => {
    if ('status' in turn)
      return failure(turn, {
        error: {
          message: `status ${turn.status}`,
          type: 'server_error',
          param: null,
          code: null,
          ...turn.error,
        },
      });
    const message = { role: 'assistant', content: null as string | null, refusal: null as string | null };
    let finish_reason = 'stop';
    if ('says' in turn) message.content = JSON.stringify(turn.says);
    else if ('text' in turn) message.content = turn.text;
    else if ('refuses' in turn) message.refusal = turn.refuses;
    if ('ends' in turn) finish_reason = turn.ends === 'cut' ? 'length' : 'content_filter';
    return whole({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_767_000_000,
      model: 'judge-1',
      choices: [{ index: 0, message, logprobs: null, finish_reason }],
      usage: {
        prompt_tokens: USAGE.input,
        completion_tokens: USAGE.output,
        total_tokens: USAGE.input + USAGE.output,
      },
    });
  },
};

/** Anthropic's Messages, with the forced tool that structured output is asked by. */
export const ANTHROPIC_WIRE: ModelWire = {
  name: 'anthropic',
  reply: (turn) => {
    if ('status' in turn)
      return failure(turn, {
        type: 'error',
        error: { type: 'api_error', message: `status ${turn.status}`, ...turn.error },
      });
    let stop_reason = 'end_turn';
    let content: object[] = [];
    if ('says' in turn) {
      stop_reason = 'tool_use';
      content = [{ type: 'tool_use', id: 'toolu_1', name: turn.as ?? 'verdicts', input: turn.says }];
    } else if ('text' in turn) content = [{ type: 'text', text: turn.text }];
    else if ('refuses' in turn) {
      stop_reason = 'refusal';
      content = [{ type: 'text', text: turn.refuses }];
    }
    if ('ends' in turn) stop_reason = turn.ends === 'cut' ? 'max_tokens' : 'refusal';
    return whole({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'judge-1',
      content,
      stop_reason,
      stop_sequence: null,
      usage: { input_tokens: USAGE.input, output_tokens: USAGE.output },
    });
  },
};

const write = (wire: ModelWire, turn: ModelTurn, response: ServerResponse): void => {
  if ('hangs' in turn) return;
  if ('breaksOff' in turn) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
    response.write('{"id": "half');
    response.socket?.destroy();
    return;
  }
  const { body, ...head } = wire.reply(turn);
  replyJson(response, body, head);
};

/** A real server that takes each turn in order, the last one again and again. */
export const startModelServer = async (
  wire: ModelWire,
  turns: readonly ModelTurn[] | ((request: BotRequest) => ModelTurn),
): Promise<StubBot> => {
  let next = 0;
  return await startStubBot((request, response) => {
    const turn = typeof turns === 'function' ? turns(request) : turns[Math.min(next, turns.length - 1)];
    next += 1;
    if (turn !== undefined) write(wire, turn, response);
  });
};
