import { beforeAll, expect, it } from 'vitest';
import { undiciUpstream } from '../../../src/adapters/upstream/index.js';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { SentenceSession } from '../../support/sentence-session.js';
import { startStubBot } from '../../support/stub-bot.js';
import { answerOf } from '../answers.js';
import { cutOf } from '../cuts.js';
import { deploymentIndex, inProcessDeployment } from '../in-process.js';
import { isStreamed, type Mode } from '../protocol.js';
import { PROTOCOLS } from '../protocols/index.js';
import { BOT_FAILURES } from './failing-bots.js';

const FAILURES = 1_000;
const AT_A_TIME = 20;

/** Verdicts known beforehand: what is measured here is not the checks. */
const WRONG = { ...answerOf('blocked'), text: 'RIGHT. WRONG, says Quillonax. RIGHT.' };
const CUT = cutOf('tokens');

/** Failures that cost no more than a moment. */
const QUICK = BOT_FAILURES.filter(
  ({ name, whole, streamed }) =>
    whole.kind !== 'answered' && streamed.kind !== 'answered' && !name.includes('over the bound'),
);
const PROXIED = PROTOCOLS.flatMap((protocol) =>
  protocol.bot === null ? [] : [{ protocol, wire: protocol.bot }],
);
const MODES: Mode[] = ['whole', 'streamed'];

/** Every nth failure, on every protocol, whole and streamed, in turn. */
const turn = (n: number) => {
  const way = PROXIED[n % PROXIED.length];
  const mode = MODES[Math.floor(n / PROXIED.length) % MODES.length];
  const failure = QUICK[Math.floor(n / (PROXIED.length * MODES.length)) % QUICK.length];
  if (way === undefined || mode === undefined || failure === undefined) throw new Error('nothing fails');
  return { ...way, mode, failure };
};

/** What keeps this process awake: sockets and timers. */
const openResources = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind === 'TCPSocketWrap').length;

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await deploymentIndex();
}, 60_000);

it(`${FAILURES} failures of the bot leave no socket, no timer and no open record behind`, async () => {
  const before = openResources();
  const bot = await startStubBot(({ headers }, response) => {
    const { failure, wire, mode } = turn(Number(headers['x-turn']));
    const said = { answer: WRONG, pieces: CUT.pieces(WRONG.text) };
    failure.serve(response, { wire, said, isStream: isStreamed(mode) });
  });
  const upstream = undiciUpstream({ name: 'default', base_url: `${bot.origin}/v1`, timeout_ms: 40 });
  const { target, test } = inProcessDeployment({
    protocols: PROTOCOLS,
    index,
    upstream,
    open: (request, delivery) => new SentenceSession(request, delivery),
  });
  const turns = Array.from({ length: FAILURES }, (_, n) => n).values();
  const work = async (): Promise<void> => {
    for (const n of turns) {
      const { protocol, mode } = turn(n);
      const request = protocol.request(WRONG, mode, 'no script');
      const response = await target.fetch(request.path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-plumbline-route': request.route,
          'x-turn': String(n),
          ...request.headers,
        },
        body: JSON.stringify(request.body),
      });
      expect(await response.text()).not.toContain(WRONG.canary);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));

  const closed = test.audit.appended.filter(({ state }) => state === 'closed');
  expect(new Set(closed.map(({ id }) => id)).size).toBe(FAILURES);
  expect(closed).toHaveLength(FAILURES);
  expect(closed.filter(({ decision, reason }) => decision === 'pass' && reason === 'grounded')).toEqual([]);
  expect(test.keepAlives()).toBe(0);
  // Waits for every request that is still under way.
  await upstream.close();
  await bot.close();
  await expect.poll(openResources, { timeout: 5_000 }).toBeLessThanOrEqual(before);
}, 120_000);
