import { createServer, type ServerResponse } from 'node:http';
import type { BenchTurn } from './answers.js';

/** Characters of a streamed piece: about a token. */
const PIECE_CHARS = 5;

/**
 * A bot that answers at once from a list, in the OpenAI form. `paceMs` above 0 sends a stream a piece at a time, as
 * a model would.
 */
export function stubBot(
  turns: readonly BenchTurn[],
  paceMs: number,
  onPiece: (question: string, piece: number) => void = () => {},
) {
  const answers = new Map(turns.map(({ question, answer }) => [question, answer]));
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { question, stream } = asked(Buffer.concat(chunks).toString('utf8'));
      const answer = answers.get(question) ?? '';
      if (!stream) sendWhole(response, answer);
      else if (paceMs === 0) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(frames(answer).join(''));
      } else void sendPaced(response, frames(answer), paceMs, (frame) => onPiece(question, frame - 1));
    });
  });
}

function asked(text: string): { question: string; stream: boolean } {
  const body: { messages: { content: string }[]; stream?: boolean } = JSON.parse(text);
  return { question: body.messages.at(-1)?.content ?? '', stream: body.stream === true };
}

function sendWhole(response: ServerResponse, content: string): void {
  const body = JSON.stringify({
    ...HEAD,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 40, completion_tokens: 60, total_tokens: 100 },
  });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

async function sendPaced(
  response: ServerResponse,
  parts: readonly string[],
  paceMs: number,
  onFrame: (frame: number) => void,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const [frame, part] of parts.entries()) {
    onFrame(frame);
    response.write(part);
    await new Promise((resolve) => setTimeout(resolve, paceMs));
  }
  response.end();
}

/** The pieces of a streamed answer; the frame of the first one follows that of the role. */
export function piecesOf(answer: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < answer.length; at += PIECE_CHARS) pieces.push(answer.slice(at, at + PIECE_CHARS));
  return pieces;
}

function frames(answer: string): string[] {
  const frame = (delta: object, finish_reason: string | null) =>
    `data: ${JSON.stringify({
      ...HEAD,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason }],
    })}\n\n`;
  return [
    frame({ role: 'assistant' }, null),
    ...piecesOf(answer).map((content) => frame({ content }, null)),
    frame({}, 'stop'),
    'data: [DONE]\n\n',
  ];
}

const HEAD = { id: 'chatcmpl-bench', created: 1, model: 'bench' };
