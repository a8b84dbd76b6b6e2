import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { indexKnowledge } from '../../src/cli/index-command.js';
import { startServer } from '../../src/cli/serve.js';
import { Config } from '../../src/schema/index.js';
import {
  type EmbeddingServer,
  type EmbeddingTurn,
  OLLAMA_EMBEDDINGS,
  startEmbeddingServer,
} from '../support/embedding-servers.js';

const POLICY = '# Bags\n\nA second bag costs CAD 60.\n\nA third bag costs CAD 90.\n';

let folder: string;
let server: EmbeddingServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-embeddings-'));
  for (const name of ['policies', 'knowledge']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'policies/bags.md'), POLICY);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const configured = async (turns: readonly EmbeddingTurn[] = []): Promise<Config> => {
  server = await startEmbeddingServer(OLLAMA_EMBEDDINGS, turns);
  return Config.parse({
    listen: { port: 0 },
    storage: { url: 'sqlite::memory:' },
    verification: {
      embeddings: { provider: 'ollama', model: 'small', base_url: server.base_url, retries: 0 },
    },
  });
};

const index = async (config: Config) => {
  const [lines, progress]: [string[], string[]] = [[], []];
  const code = await indexKnowledge(
    {},
    { config, baseDir: folder, out: (line) => lines.push(line), progress: (line) => progress.push(line) },
  );
  return { code, text: lines.join('\n'), progress };
};

it('plumbline index embeds the passages, shows how far it is, and the next time only what is new', async () => {
  const config = await configured();
  const first = await index(config);
  expect(first.text).toContain('  Embeddings: ollama:small');
  expect(first.code).toBe(0);
  expect(first.progress).toEqual([
    'Embeddings of default by ollama:small: 0 of 2 texts.',
    'Embeddings of default by ollama:small: 2 of 2 texts.',
    '',
  ]);
  await writeFile(join(folder, 'policies/bags.md'), `${POLICY}\nA fourth bag costs CAD 99.\n`);
  const second = await index(config);
  expect(second.progress[0]).toBe('Embeddings of default by ollama:small: 2 of 3 texts, 2 kept from before.');
  expect(server.calls().map(({ length }) => length)).toEqual([2, 1, 1]);
  expect(server.calls()[2]).toEqual(['A fourth bag costs CAD 99.']);
});

it('plumbline index says why there are no embeddings, with exit code 1', async () => {
  const { code, text } = await index(await configured([{ status: 401 }]));
  expect(code).toBe(1);
  expect(text).toContain('! Embeddings: "verification.embeddings": ollama:small refuses the request');
});

const silent = () => {};
const log = { info: silent, warn: silent, error: silent };

it('a start serves at once, says how far the embeddings are, and /readyz why they are missing', async () => {
  const config = await configured([{ status: 404 }]);
  const lines: string[] = [];
  const running = await startServer({ config, baseDir: folder, out: (line) => lines.push(line), log });
  try {
    await vi.waitFor(async () => {
      const ready = await (await fetch(`${running.url}/readyz`)).json();
      expect(ready).toMatchObject({
        status: 'degraded',
        knowledge_bases: [{ embeddings: { model: 'ollama:small', state: 'failed' } }],
      });
    });
  } finally {
    await running.close();
  }
  expect(lines).toContain('Embeddings of default by ollama:small: 0 of 2 texts.');
});

it('a store that is no database stops the start, with the fix', async () => {
  const config = await configured();
  await mkdir(join(folder, 'data'));
  await writeFile(
    join(folder, 'data/embeddings.db'),
    'no database at all, but a text of some length. '.repeat(40),
  );
  await expect(index(config)).rejects.toThrow(
    /config-invalid: "verification\.embeddings\.store": .*delete the file or name another/,
  );
});
