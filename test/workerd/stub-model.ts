import { ANTHROPIC_WIRE, type ModelWire, OPENAI_WIRE } from '../support/model-servers.js';
import { judging, pointAt } from '../support/scripted-model.js';
import { stubBot } from './stub-bot.js';

export const CLAUSE = 'The deposit is given back at the jetty.';
/** What the checks leave open; the judge finds the first borne out, the second denied, and is away for the third. */
export const RIGHT = 'Your deposit is given to you where the boats are moored.';
export const WRONG = 'Your deposit is given to you far away from the boats.';
export const AWAY = 'Your deposit is given to you by the boats.';

const judge = judging((claim, evidence) =>
  pointAt(evidence, CLAUSE, claim.includes('far away') ? 'against' : 'for'),
);

/** The words of the user's message, on either wire. */
const promptOf = ({ messages }: { messages: { role: string; content: unknown }[] }): string => {
  const content = messages.find(({ role }) => role === 'user')?.content;
  return typeof content === 'string' ? content : ((content as { text: string }[])[0]?.text ?? '');
};

const replied = (wire: ModelWire, prompt: string): Response => {
  const { status, headers, body } = wire.reply(
    prompt.includes(AWAY) ? { status: 503 } : { says: judge({ user: prompt }) },
  );
  return Response.json(body, { status, headers });
};

/** A scripted judge for tests of the Worker, on the wires of OpenAI and Anthropic; only for who has its key. */
export const stubModel = async (request: Request): Promise<Response> => {
  const isAnthropic = new URL(request.url).pathname === '/v1/messages';
  const key = request.headers.get(isAnthropic ? 'x-api-key' : 'authorization');
  const wire = isAnthropic ? ANTHROPIC_WIRE : OPENAI_WIRE;
  if (key?.endsWith('the-model-key') !== true) return Response.json({}, { status: 401 });
  return replied(wire, promptOf(JSON.parse(await request.text())));
};

/** Everything that the Worker reaches: models at `models.invalid`, a bot elsewhere. */
export const outside = (request: Request): Promise<Response> =>
  new URL(request.url).hostname === 'models.invalid' ? stubModel(request) : stubBot(request);
