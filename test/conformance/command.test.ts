import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/adapters/config/index.js';
import { type RunningServer, startServer } from '../../src/cli/serve.js';
import type { Config } from '../../src/schema/index.js';
import { cellsOf } from './cells.js';
import { conformance } from './command.js';
import { DEPLOYMENT } from './in-process.js';
import { PROTOCOLS } from './protocols/index.js';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A port that was free a moment ago. */
const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** The deployment of the suite's own configuration, as `npm start` would make it, with the bot on another port. */
const start = async (botPort: number, change: (config: Config) => void = () => undefined) => {
  const { config } = loadConfig('plumbline.yaml', DEPLOYMENT);
  config.listen.port = 0;
  for (const upstream of Object.values(config.upstreams)) {
    upstream.base_url = upstream.base_url.replace(/:8790\b/, `:${botPort}`);
  }
  change(config);
  return await startServer({ config, baseDir: DEPLOYMENT, out: () => undefined, log });
};

const run = async (...args: string[]) => {
  const lines: string[] = [];
  const code = await conformance(args, { out: (line) => lines.push(line), progress: () => undefined });
  return { code, said: lines.join('\n') };
};

describe('npm run conformance', () => {
  let server: RunningServer;
  let botPort: number;
  let folder: string;
  beforeAll(async () => {
    botPort = await freePort();
    server = await start(botPort);
    folder = await mkdtemp(join(tmpdir(), 'plumbline-conformance-'));
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('finds a deployment over real connections as it must be, and prints a table', async () => {
    const json = join(folder, 'report.json');
    const answers = ['mixed', 'escalated', 'tool-call'];
    const { code, said } = await run(
      ...[server.url, '--bot-port', `${botPort}`, '--cuts', '1', '--json', json, '--answers', ...answers],
    );
    const exchanges = cellsOf(PROTOCOLS, { seed: 1, randomCuts: 1, answers }).length;
    expect(said).toContain(`${exchanges} exchanges, all as they must be`);
    expect(said).toMatch(/^Chat Completions, streamed .* 5 +/m);
    expect(code).toBe(0);
    expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({ exchanges, failures: 0 });
  }, 120_000);

  it.each([
    { name: 'no deployment', args: ['http://127.0.0.1:1'], says: 'does not answer' },
    { name: 'no address', args: ['nowhere'], says: 'no address' },
    {
      name: 'an unknown protocol',
      args: ['http://127.0.0.1:1', '--protocols', 'smtp'],
      says: 'there are check',
    },
  ])('says what to do with $name', async ({ args, says }) => {
    const { code, said } = await run(...args, '--bot-port', '0');
    expect([code, said]).toEqual([2, expect.stringContaining(says)]);
  });

  it('says what to do where the deployment does not reach the bot', async () => {
    const { code, said } = await run(server.url, '--bot-port', '0');
    expect(code).toBe(2);
    expect(said).toMatch(/does not reach the suite's bot at http:\/\/127\.0\.0\.1:\d+: .*502.*--bot-port/s);
  });

  it('says what to do where the deployment has other policies', async () => {
    const other = await start(botPort, (config) => {
      config.knowledge_bases = {
        default: { policies: '../../../policies', knowledge: '../../../knowledge' },
      };
    });
    const { code, said } = await run(other.url, '--bot-port', '0').finally(() => other.close());
    expect([code, said]).toEqual([2, expect.stringContaining('set its knowledge base')]);
  }, 60_000);
});
