import { CheckResponse } from '../../../src/schema/index.js';
import type { ConformanceProtocol } from '../protocol.js';

/** `POST /v1/check`: the finished answer itself, no bot. What it says is the measure of the other protocols. */
export const check: ConformanceProtocol = {
  id: 'check',
  name: 'Check',
  modes: ['whole'],
  hasCalls: false,
  showsOriginal: true,
  routes: { default: 'default', escalating: 'escalating', blocking: 'blocking' },
  request(answer) {
    return {
      path: '/v1/check',
      route: this.routes[answer.regime],
      headers: {},
      body: { answer: answer.text, messages: [{ role: 'user', content: answer.question }] },
    };
  },
  bot: null,
  readWhole(body) {
    const parsed = CheckResponse.safeParse(JSON.parse(body));
    const problems = parsed.success ? [] : ['no reply of a check'];
    return {
      text: parsed.data?.answer ?? '',
      calls: [],
      isEnded: parsed.success,
      isError: false,
      problems,
    };
  },
  readStream: () => {
    throw new Error('A check has no stream.');
  },
};
