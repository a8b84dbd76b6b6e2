import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../src/adapters/config/index.js';
import { configurationMarkdown } from '../src/cli/configuration-doc.js';
import { type RunningServer, startServer } from '../src/cli/serve.js';
import { buildSnapshot } from '../src/core/indexing/index.js';
import { CheckResponse, Config } from '../src/schema/index.js';

const ROOT = join(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The code blocks of the README in one language, in order. */
const snippets = (language: string): string[] =>
  [...README.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, lang, body]) =>
    lang === language && body !== undefined ? [body] : [],
  );

const isReadings = (snippet: string): boolean => snippet.includes('reads_as');

describe('README', () => {
  let server: RunningServer;

  beforeAll(async () => {
    const { config, baseDir } = loadConfig(undefined, ROOT);
    config.listen.port = 0;
    config.storage.url = 'sqlite::memory:';
    if (config.demo !== undefined) config.demo.port = 0;
    server = await startServer({ config, baseDir, out: () => undefined });
  });
  afterAll(() => server.close());

  it('names the two commands', () => {
    const commands = snippets('sh').map((snippet) => snippet.trim());
    expect(commands).toContain('npm ci && npm start');
    expect(commands).toContain('npm ci && npm test');
  });

  it('gets from its curl the decision that it shows', async () => {
    const curl = snippets('sh').find((snippet) => snippet.startsWith('curl'));
    const [, path] = /127\.0\.0\.1:8787(\S+)/.exec(curl ?? '') ?? [];
    const [, body] = /-d '([\s\S]*)'/.exec(curl ?? '') ?? [];
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: body ?? '',
    });
    expect(CheckResponse.parse(await response.json())).toMatchObject(JSON.parse(snippets('json')[0] ?? ''));
  });

  it('points an OpenAI client at the proxy as it shows', async () => {
    const [snippet] = snippets('js');
    expect(snippet).toContain("baseURL: 'http://127.0.0.1:8787/v1'");
    const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'unused-with-the-demo-bot' });
    const content = /content: '([^']+)'/.exec(snippet ?? '')?.[1] ?? '';
    const { data: reply, response } = await client.chat.completions
      .create({ model: 'demo', messages: [{ role: 'user', content }] })
      .withResponse();
    expect(reply.choices[0]?.message.content).toContain('CAD');
    expect(response.headers.get('x-plumbline-decision')).toBe('rewrite');
  });

  it('shows settings that the configuration takes', () => {
    for (const snippet of snippets('yaml'))
      if (!isReadings(snippet)) expect(Config.safeParse(parse(snippet)).error).toBeUndefined();
  });

  it('shows a policy and a corrected reading that are indexed without a problem', async () => {
    const [policy] = snippets('markdown');
    const readings = snippets('yaml').find(isReadings);
    const files = [{ source: 'policies/lost-property.md', text: policy ?? '' }];
    const { snapshot, problems } = await buildSnapshot('readme', files, { readings });
    expect(problems).toEqual([]);
    expect(snapshot.passages.some(({ corrected }) => corrected)).toBe(true);
    expect(snapshot.passages.length).toBeGreaterThan(1);
  });
});

it('docs/configuration.md is what the schema says (npm run docs)', () => {
  expect(readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8')).toBe(configurationMarkdown());
});
