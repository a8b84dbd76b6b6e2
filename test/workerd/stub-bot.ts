import type { GraderApiRequest } from '../../src/adapters/graders/grader-api.js';

/** A bot for tests of the Worker: the last message names the answer; in the OpenAI form, whole or as a stream. */
export async function stubBot(request: Request): Promise<Response> {
  if (new URL(request.url).host === GRADER_HOST) return await stubGrader(request);
  const body: { stream?: boolean; messages: { content: string }[] } = JSON.parse(await request.text());
  const answer = ANSWERS[body.messages.at(-1)?.content ?? ''];
  if (answer === undefined) return Response.json({ error: { message: 'no such question' } }, { status: 400 });
  if (body.stream !== true) {
    return Response.json({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'bot-1',
      choices: [{ index: 0, message: { role: 'assistant', content: answer }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 9, completion_tokens: 9, total_tokens: 18 },
    });
  }
  const pieces = answer.match(/[\s\S]{1,7}/g) ?? [];
  const frame = (delta: object, finish_reason: string | null) =>
    `data: ${JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'bot-1',
      choices: [{ index: 0, delta, finish_reason }],
    })}\n\n`;
  const frames = [
    ...pieces.map((content) => frame({ content }, null)),
    frame({}, 'stop'),
    'data: [DONE]\n\n',
  ];
  return new Response(frames.join(''), { headers: { 'content-type': 'text/event-stream' } });
}

/** Question → answer; the refund is the invention of the product's reason to be. */
export const ANSWERS: Readonly<Record<string, string>> = {
  'May I ask for the bereavement fare after my trip?':
    'I am sorry for your loss. Yes, you can request the bereavement fare within 90 days after your trip.',
  'What may a checked bag weigh?': 'A checked bag may weigh up to 23 kg (50 lb).',
};

export const GRADER_HOST = 'grader.invalid';

/** A grader in our own form, that is sure of whatever it finds the folding stroller for. */
async function stubGrader(request: Request): Promise<Response> {
  if (request.headers.get('authorization') !== 'Bearer own-key') return new Response('', { status: 401 });
  const { claims, evidence }: GraderApiRequest = JSON.parse(await request.text());
  const found = evidence.filter(({ text }) => text.includes('folding stroller')).map(({ number }) => number);
  const supported = found.length === 0 ? 0 : 0.98;
  return Response.json({
    grades: claims.map(({ number }) => ({
      claim: number,
      probabilities: { supported, unsupported: 1 - supported },
      evidence: found,
    })),
  });
}
