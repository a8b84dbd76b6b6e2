import { type Context, Hono } from 'hono';
import type { Clock, Ids } from '../../core/ports.js';
import { chatEvents, pacedStream, usageOf } from './chat-events.js';
import { DemoChatRequest, turnsOf } from './chat-request.js';
import { chooseAnswer } from './choose-answer.js';
import type { DemoScript } from './demo-script.js';

const MODEL = 'demo';
const DELAY_MS = 12; // about as fast as a hosted model speaks

export interface DemoBotOptions {
  clock: Clock;
  ids: Ids;
  /** Between two deltas of a stream; 0 sends them as fast as they are read. */
  delayMs?: number;
}

/**
 * An OpenAI-compatible server that speaks from a script: `POST /v1/chat/completions`, whole and streamed, and
 * `GET /v1/models`. It knows nothing of Plumbline. Faults leave in OpenAI's error envelope.
 */
export function createDemoBot(script: DemoScript, options: DemoBotOptions): Hono {
  const { clock, ids, delayMs = DELAY_MS } = options;
  const model = { id: MODEL, object: 'model', created: 0, owned_by: script.operator };
  const app = new Hono();

  app.get('/v1/models', (c) => c.json({ object: 'list', data: [model] }));
  app.get('/v1/models/:id', (c) =>
    c.req.param('id') === MODEL ? c.json(model) : fault(c, 404, 'model_not_found', 'There is no such model.'),
  );

  app.post('/v1/chat/completions', async (c) => {
    const body = await c.req.json<unknown>().catch(() => undefined);
    if (body === undefined) return fault(c, 400, null, 'The body is not valid JSON.');
    const parsed = DemoChatRequest.safeParse(body);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return fault(c, 400, null, issue?.message ?? 'The request is not valid.', issue?.path.join('.'));
    }
    const request = parsed.data;
    const turns = turnsOf(request);
    const answers = Array.from(
      { length: request.n ?? 1 },
      (_, index) => chooseAnswer(script, turns, index).text,
    );
    const usage = usageOf(turns.map((turn) => turn.content).join('\n'), answers);
    const created = Math.floor(clock.nowMs() / 1_000);
    const frame = { id: `chatcmpl-${ids.next()}`, created, model: request.model };
    if (request.stream === true) {
      const events = chatEvents(
        frame,
        answers,
        request.stream_options?.include_usage === true ? usage : null,
      );
      return c.body(pacedStream(events, delayMs), 200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache',
      });
    }
    const choices = answers.map((content, index) => ({
      index,
      message: { role: 'assistant', content, refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    }));
    return c.json({ id: frame.id, object: 'chat.completion', created, model: frame.model, choices, usage });
  });

  app.notFound((c) => fault(c, 404, 'unknown_url', `Unknown request URL: ${c.req.method} ${c.req.path}.`));
  app.onError((_, c) => fault(c, 500, null, 'The demo bot failed.', undefined, 'server_error'));
  return app;
}

function fault(
  c: Context,
  status: 400 | 404 | 500,
  code: string | null,
  message: string,
  param?: string,
  type = 'invalid_request_error',
) {
  return c.json({ error: { message, type, param: param ?? null, code } }, status);
}
