import type { OutboundHttp, OutboundReply, OutboundRequest } from '../../src/core/ports.js';

/** An answer of a scripted address. */
export const answered = (
  status: number,
  body: unknown = '',
  headers: Record<string, string> = {},
): OutboundReply => ({
  status,
  headers: new Headers(headers),
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** Addresses that answer by a script; what was sent is kept in order. */
export class ScriptedHttp implements OutboundHttp {
  readonly sent: OutboundRequest[] = [];
  answer: (request: OutboundRequest) => OutboundReply | Promise<OutboundReply>;

  constructor(answer: ScriptedHttp['answer'] = () => answered(200)) {
    this.answer = answer;
  }

  async send(request: OutboundRequest): Promise<OutboundReply> {
    this.sent.push(request);
    return await this.answer(request);
  }
}
