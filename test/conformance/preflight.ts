import { ANSWERS } from './answers.js';
import type { ConformanceProtocol } from './protocol.js';
import { scriptOf } from './scripted-bot.js';
import { recordsOf, type Target } from './target.js';

/** Why a deployment can't be put to the suite, with what to do about it. */
export class PreflightError extends Error {}

export interface PreflightOptions {
  protocols: readonly ConformanceProtocol[];
  runId: string;
  /** Where the scripted bot listens, for messages. */
  botUrl: string;
  /** Requests that reached the scripted bot so far. */
  botRequests(): number;
}

const DEPLOYMENT = 'test/conformance/deployment';

const send = async (
  target: Target,
  path: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<{ status: number; text: string }> => {
  try {
    const response = await target.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    const reason =
      cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
    throw new PreflightError(`The deployment does not answer (${reason}). Start it, or give its address.`);
  }
};

/** Whether there is a deployment, with the suite's policies and routes, that records and reaches the bot. */
export const preflight = async (target: Target, options: PreflightOptions): Promise<void> => {
  await requireKnowledge(target, options);
  for (const protocol of options.protocols) await requireBot(target, protocol, options);
};

const requireKnowledge = async (target: Target, { runId }: PreflightOptions): Promise<void> => {
  const [right] = ANSWERS;
  if (right === undefined) throw new PreflightError('The suite has no answers.');
  const conversation = `${runId}-preflight`;
  const body = { answer: right.text, messages: [{ role: 'user', content: right.question }] };
  for (const route of ['default', 'escalating', 'blocking']) {
    const { status, text } = await send(
      target,
      '/v1/check',
      { 'x-plumbline-route': route, 'x-plumbline-conversation': conversation },
      body,
    );
    if (status === 401) {
      throw new PreflightError(
        'The deployment wants a key: put one into PLUMBLINE_KEY (npm run keys -- create).',
      );
    }
    if (status !== 200) {
      throw new PreflightError(
        `POST /v1/check on route "${route}" answered ${status}: ${text.slice(0, 300)}\nTake the routes of ${DEPLOYMENT}/plumbline.yaml over; a key must allow them.`,
      );
    }
    if (JSON.parse(text).decision !== 'pass') {
      throw new PreflightError(
        `A sentence of the suite's own policies does not pass on route "${route}": set its knowledge base to the folders policies and knowledge of ${DEPLOYMENT}.`,
      );
    }
  }
  const records = await recordsOf(target, conversation);
  if (records.length !== 3) {
    throw new PreflightError(`GET /api/records gives ${records.length} records of 3 answers.`);
  }
};

const requireBot = async (
  target: Target,
  protocol: ConformanceProtocol,
  { botRequests, botUrl, runId }: PreflightOptions,
): Promise<void> => {
  const [right] = ANSWERS;
  if (protocol.bot === null || right === undefined) return;
  const before = botRequests();
  const request = protocol.request(right, 'whole', scriptOf('whole', 'tokens', right.id));
  const { status, text } = await send(
    target,
    request.path,
    {
      'x-plumbline-route': request.route,
      'x-plumbline-conversation': `${runId}-preflight-${protocol.id}`,
      ...request.headers,
    },
    request.body,
  );
  if (botRequests() === before) {
    throw new PreflightError(
      `The deployment does not reach the suite's bot at ${botUrl}: POST ${request.path} answered ${status}: ${text.slice(0, 300)}\nSet the upstream of its route "${request.route}" to the bot, as in ${DEPLOYMENT}/plumbline.yaml; --bot-host and --bot-port say where the bot listens.`,
    );
  }
  if (status !== 200) {
    throw new PreflightError(`POST ${request.path} answered ${status}: ${text.slice(0, 300)}`);
  }
};
