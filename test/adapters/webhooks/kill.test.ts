import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { storageFor } from '../../../src/adapters/storage/sqlite/index.js';
import { claim, resolve, said } from '../../contract/handoff-fixture.js';
import { openingOf } from '../../support/handoffs.js';

const HANDOFFS = 20;
const EVENTS = HANDOFFS * 4;
/** Arrivals at which the delivering process is killed, before they are answered. */
const KILLS = [3, 20, 45];
const HOUR_MS = 3_600_000;

const cleanups: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const clean of cleanups.reverse()) await clean();
});

describe('deliveries of a process that is killed', () => {
  it('are all made, and made twice only under the same id', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-kill-'));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    // Within the repository, so that packages are found.
    await mkdir('dist', { recursive: true });
    const built = await mkdtemp(join('dist', 'test-'));
    cleanups.push(() => rm(built, { recursive: true, force: true }));
    const outfile = join(built, 'delivering-process.js');
    await build({
      entryPoints: ['test/support/delivering-process.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'silent',
    });

    const storage = await storageFor('sqlite:plumbline.db', folder);
    cleanups.push(() => storage.close());
    await storage.deliveries.endpoint('webhook:crm');

    let child: ChildProcess | null = null;
    let starts = 0;
    const start = (): void => {
      const args = [outfile, folder, url, String(starts * HOUR_MS)];
      starts += 1;
      child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    };
    /** Event → ids under which it arrived. */
    const arrived = new Map<string, Set<string>>();
    let arrivals = 0;
    let whenAllArrived = (): void => undefined;
    const all = new Promise<void>((resolveAll) => {
      whenAllArrived = resolveAll;
    });
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { data } = JSON.parse(Buffer.concat(chunks).toString());
      const event = `${data.handoff.id}:${data.handoff.version}`;
      arrived.set(event, (arrived.get(event) ?? new Set()).add(String(request.headers['webhook-id'])));
      arrivals += 1;
      if (child !== null && arrivals >= (KILLS[starts - 1] ?? Number.POSITIVE_INFINITY)) {
        const killed = child;
        child = null;
        killed.kill('SIGKILL');
        await once(killed, 'exit');
        start();
        return;
      }
      response.end();
      if (arrived.size === EVENTS) whenAllArrived();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
    cleanups.push(async () => {
      child?.kill('SIGKILL');
      server.closeAllConnections();
      server.close();
    });

    start();
    for (let n = 0; n < HANDOFFS; n += 1) {
      const id = `h${n}`;
      await storage.handoffs.open(openingOf({ id }));
      for (const change of [claim(), said('You can bring it.'), resolve()])
        await storage.handoffs.change('default', id, change);
    }
    await all;
    expect(starts).toBe(KILLS.length + 1);
    expect([...arrived.values()].filter((ids) => ids.size !== 1)).toEqual([]);
    const { deliveries } = await storage.deliveries.list('default', { limit: 200 });
    expect(new Set(deliveries.map(({ seq }) => seq)).size).toBe(EVENTS);
    expect(deliveries).toHaveLength(EVENTS);
    expect(deliveries.filter(({ state }) => state === 'dead')).toEqual([]);
  }, 60_000);
});
