import { createServer, type ServerResponse } from 'node:http';
import { answerOf } from './answers.js';
import { cutOf } from './cuts.js';
import type { BotWire, ConformanceProtocol, Mode, Said } from './protocol.js';

/** What the bot sends for one request; a broken one ends without its end. */
export interface BotReply {
  status: number;
  contentType: string;
  chunks: Uint8Array[];
  isBroken: boolean;
}

/** The words in a request that tell the bot what to say. */
export const scriptOf = (mode: Mode, cutId: string, answerId: string): string =>
  `conformance/${mode}/${cutId}/${answerId}`;

const SCRIPT = /conformance\/(whole|streamed|error|streamed_error|streamed_cut)\/([\w-]+)\/([\w-]+)/;

const asMode = (name: string): Mode => name as Mode;

/** The reply to a request, whose path names the protocol and whose body carries the script. */
export const botReply = (
  path: string,
  body: string,
  protocols: readonly ConformanceProtocol[],
): BotReply | null => {
  const wire = protocols.find(({ bot }) => bot !== null && path.split('?')[0]?.endsWith(bot.path))?.bot;
  const [, mode, cutId, answerId] = SCRIPT.exec(body) ?? [];
  if (wire == null || mode === undefined || cutId === undefined || answerId === undefined) return null;
  return replyOf(wire, asMode(mode), cutId, answerId);
};

const replyOf = (wire: BotWire, mode: Mode, cutId: string, answerId: string): BotReply => {
  const cut = cutOf(cutId);
  const answer = answerOf(answerId);
  const said: Said = { answer, pieces: cut.pieces(answer.text) };
  const json = (status: number, value: unknown): BotReply => ({
    status,
    contentType: 'application/json',
    chunks: [new TextEncoder().encode(JSON.stringify(value))],
    isBroken: false,
  });
  const stream = (events: readonly string[], isBroken: boolean): BotReply => ({
    status: 200,
    contentType: 'text/event-stream; charset=utf-8',
    chunks: cut.chunks(events),
    isBroken,
  });
  const { words, end } = wire.events(said);
  switch (mode) {
    case 'whole':
      return json(200, wire.whole(said));
    case 'error':
      return json(500, wire.error(said));
    case 'streamed':
      return stream([...words, ...end], false);
    case 'streamed_error':
      return stream([...words, wire.errorEvent?.(said) ?? ''], false);
    case 'streamed_cut':
      return stream(words, true);
    default:
      return mode satisfies never;
  }
};

export interface ScriptedBot {
  url: string;
  /** Requests that reached it so far. */
  requests(): number;
  close(): Promise<void>;
}

const send = async (response: ServerResponse, reply: BotReply): Promise<void> => {
  response.writeHead(reply.status, { 'content-type': reply.contentType });
  for (const chunk of reply.chunks) {
    if (response.destroyed) return;
    if (!response.write(chunk)) {
      await new Promise<void>((resolve) => {
        response.once('drain', resolve);
        response.once('close', resolve);
      });
    }
    // What is written in one turn of the event loop leaves in one packet.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (reply.isBroken) response.destroy();
  else response.end();
};

/** Starts the bot that says the suite's answers. @throws {Error} where the address can't be listened on. */
export const startScriptedBot = async (
  host: string,
  port: number,
  protocols: readonly ConformanceProtocol[],
): Promise<ScriptedBot> => {
  let requests = 0;
  const server = createServer(async (incoming, response) => {
    requests += 1;
    let body = '';
    for await (const chunk of incoming.setEncoding('utf8')) body += String(chunk);
    const reply = botReply(incoming.url ?? '', body, protocols);
    if (reply !== null) return await send(response, reply);
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: 'No request of the conformance suite.' } }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host}:${taken}`,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
