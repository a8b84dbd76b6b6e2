import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { storageFor } from '../../src/adapters/storage/sqlite/index.js';
import { type Work, workThrough } from '../../src/bench/desk/desk-agents.js';
import { lostOrDoubled, prepareDesk } from '../../src/bench/desk/desk-cases.js';
import { hashKey } from '../../src/http/index.js';
import { type BuiltServer, buildServer, type ServerProcess, startProcess } from '../support/built-server.js';

const STORAGE = 'sqlite:desk.db';
const CASES = 60;
const AGENTS = 6;
const KILLED_AFTER = 60;
const VENDOR = 'plk_vendor';

let server: BuiltServer;
let folder: string;
beforeAll(async () => {
  server = await buildServer();
  folder = await mkdtemp(join(tmpdir(), 'plumbline-killed-'));
  await cp('test/conformance/deployment', folder, { recursive: true });
  await writeFile(
    join(folder, 'plumbline.yaml'),
    [
      'listen: { port: 0 }',
      `storage: { url: "${STORAGE}" }`,
      'decisions: { failing: escalate, not_verified: escalate }',
      'handoff: { channel: desk }',
    ].join('\n'),
  );
}, 60_000);
afterAll(async () => {
  await server.dispose();
  await rm(folder, { recursive: true });
});

const start = (): Promise<ServerProcess> =>
  startProcess(server.program, ['serve', '--config', join(folder, 'plumbline.yaml')]);

/** Customers whose answers come to a person, one after another until the server is away; ids of the cases promised. */
const customersAsk = async (url: string): Promise<string[]> => {
  const promised: string[] = [];
  for (let number = 0; number < 40; number += 1) {
    try {
      const response = await fetch(`${url}/v1/check`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-plumbline-key': VENDOR,
          'x-plumbline-conversation': `customer-${number}`,
        },
        body: JSON.stringify({ answer: 'A ticket may be returned within 400 days.' }),
      });
      const body: { handoff: { id: string } | null } = JSON.parse(await response.text());
      if (body.handoff !== null) promised.push(body.handoff.id);
    } catch {
      return promised;
    }
  }
  return promised;
};

it('a server that is killed in the middle of its work has lost nothing that it said it had done', async () => {
  const keys = await prepareDesk({ storageUrl: STORAGE, folder, cases: CASES, agents: AGENTS, turns: [] });
  await addVendor();
  const first = await start();
  const asked = customersAsk(first.url);
  const replies = ['Thank you for waiting.', 'I have looked it up.'];
  let acknowledged = 0;
  const before = await workThrough({
    url: first.url,
    keys,
    pauseMs: 0,
    replies,
    onMade: () => {
      acknowledged += 1;
      if (acknowledged === KILLED_AFTER) void first.kill();
    },
  });
  await first.kill();
  const promised = await asked;
  expect(acknowledged).toBeGreaterThanOrEqual(KILLED_AFTER);
  expect(before.resolved.length).toBeLessThan(CASES);
  expect(promised.length).toBeGreaterThan(0);
  expect(await wrong(before, promised)).toEqual([]);

  const second = await start();
  const after = await workThrough({ url: second.url, keys, pauseMs: 0, replies });
  await second.stop();
  expect(after.unanswered).toBe(0);
  const both: Work = {
    ...after,
    claimed: [...before.claimed, ...after.claimed],
    replied: [...before.replied, ...after.replied],
    resolved: [...before.resolved, ...after.resolved],
  };
  expect(await wrong(both, promised)).toEqual([]);
}, 120_000);

const addVendor = async (): Promise<void> => {
  const storage = await storageFor(STORAGE, folder);
  await storage.keys.add({
    id: 'vendor',
    tenant: 'default',
    role: 'vendor',
    routes: ['default'],
    key_hash: await hashKey(VENDOR),
    hint: 'plk_vend…',
    name: null,
    created_at_ms: 0,
    revoked_at_ms: null,
  });
  await storage.close();
};

/** What was lost, doubled or does not agree. */
const wrong = async (work: Work, promised: readonly string[]): Promise<string[]> => {
  const storage = await storageFor(STORAGE, folder);
  const { handoffs } = await storage.handoffs.list('default', { limit: 200 });
  const missing: string[] = [];
  for (const id of promised) {
    if ((await storage.handoffs.get('default', id)) === null) missing.push(`promised case ${id} is lost`);
  }
  await storage.close();
  expect(handoffs.length).toBeGreaterThanOrEqual(CASES + promised.length);
  // An answer that was cut off may have opened a case that nobody was told of.
  return [
    ...missing,
    ...(await lostOrDoubled({ storageUrl: STORAGE, folder, cases: handoffs.length, work })),
  ];
};
