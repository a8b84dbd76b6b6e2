import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.js';
import { listenToOutputs, type Told } from '../support/told.js';

const POLICY = '---\ntitle: Bags\nlang: en\n---\n\n# Bags\n\n## 1. Fees\n\nA second bag costs CAD 60.\n';

/** A folder with an operator in it; a test adds what is at fault. */
const operator = (files: Record<string, string> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-cli-'));
  for (const name of ['policies', 'knowledge']) mkdirSync(join(folder, name));
  const all = {
    'plumbline.yaml': 'storage: { url: "sqlite::memory:" }\nlisten: { port: 0 }\n',
    'policies/bags.md': POLICY,
    ...files,
  };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  return join(folder, 'plumbline.yaml');
};

let told: Told;

beforeEach(() => {
  told = listenToOutputs();
  vi.stubEnv('PORT', undefined);
  vi.stubEnv('DATABASE_URL', undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('plumbline', () => {
  it('check: exit code 0 for an answer that passes, 1 for one that does not', async () => {
    const config = operator();
    expect(await main(['--config', config, 'check', '--answer', 'A second bag costs CAD 60.'])).toBe(0);
    expect(told.stdout).toContain('pass – grounded');
    expect(
      await main(['--config', config, 'check', '--answer', 'A second bag costs CAD 45.', '--json']),
    ).toBe(1);
  });

  it('--version says which; the help of a command lists the options of all', async () => {
    expect(await main(['--version'])).toBe(0);
    expect(told.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await main(['keys', 'create', '--help'])).toBe(0);
    expect(told.stdout).toMatch(/--config <file>[\s\S]*--storage <url>/);
  });

  it('index --explain: shows what was read of each sentence, and a corrected reading', async () => {
    const config = operator({
      'policies/pool.md': '# Pool\n\nChildren may not swim alone. Splish, splash.\n',
      'readings.yaml':
        '- source: policies/pool.md\n  quote: "Splish, splash."\n  reads_as: Guests must shower.\n',
    });
    expect(await main(['--config', config, 'index', '--explain', 'pool.md'])).toBe(0);
    expect(told.stdout).toContain('“Children may not swim alone.”\n    may not');
    expect(told.stdout).toContain('“Splish, splash.”\n    read as: Guests must shower.\n    must');
    expect(told.stdout).toContain('2 of 2 passages (100%)');
    told.stdout = '';
    expect(await main(['--config', config, 'index', '--explain', 'bags.md', '--json'])).toBe(0);
    expect(JSON.parse(told.stdout)).toMatchObject({
      knowledge_base: 'default',
      document: { source: 'policies/bags.md' },
      complete: 1,
      passages: [{ quote: 'A second bag costs CAD 60.', complete: true, corrected: false }],
    });
  });

  it('index: lists documents, and problems with exit code 1', async () => {
    expect(await main(['--config', operator(), 'index'])).toBe(0);
    expect(told.stdout).toMatch(/^default: 1 document, \d+ passages?, version sha256:/m);
    expect(told.stdout).toContain('policies/bags.md [en] – Bags');
  });

  it('keys: creates, lists and revokes', async () => {
    const storage = `sqlite:${join(mkdtempSync(join(tmpdir(), 'plumbline-keys-')), 'p.db')}`;
    const call = (...args: string[]) => main(['--config', operator(), '--storage', storage, 'keys', ...args]);
    expect(await call('create', '--role', 'auditor', '--json')).toBe(0);
    const made: { key: string; id: string } = JSON.parse(told.stdout);
    expect(made.key).toMatch(/^plk_[\w-]{43}$/);
    told.stdout = '';
    expect(await call('list')).toBe(0);
    expect(told.stdout).toContain(made.id);
    expect(told.stdout).not.toContain(made.key);
    expect(await call('revoke', made.id)).toBe(0);
  });

  it('audit verify: an empty store is intact', async () => {
    expect(await main(['--config', operator(), 'audit', 'verify'])).toBe(0);
  });

  it.each([
    { name: 'an unknown command', args: () => ['frobnicate'], says: 'unknown command' },
    {
      name: 'an unknown configuration key',
      args: () => ['--config', operator({ 'plumbline.yaml': 'lisen: 1\n' }), 'serve'],
      says: 'unknown key "lisen"',
    },
    {
      name: 'a policy that does not parse',
      args: () => ['--config', operator({ 'policies/broken.md': '---\ntitle: [\n---\n\nText.\n' }), 'serve'],
      says: 'broken.md',
    },
    {
      name: 'a listening address without a key',
      args: () => [
        '--config',
        operator({
          'plumbline.yaml': 'storage: { url: "sqlite::memory:" }\nlisten: { host: 0.0.0.0, port: 0 }\n',
        }),
        'serve',
      ],
      says: 'keys -- create',
    },
    {
      name: 'a key of the bot that is not set',
      args: () => [
        '--config',
        operator({
          'plumbline.yaml':
            'storage: { url: "sqlite::memory:" }\nupstreams: { default: { base_url: "https://bot.example/v1", api_key_env: NO_SUCH_KEY } }\n',
        }),
        'serve',
      ],
      says: 'NO_SUCH_KEY is not set',
    },
    {
      name: 'a document to explain that is not there',
      args: () => ['--config', operator(), 'index', '--explain', 'boats.md'],
      says: 'No document is named "boats.md". There are: policies/bags.md.',
    },
    { name: 'nothing to check', args: () => ['--config', operator(), 'check'], says: '--answer' },
    {
      name: 'a date that is not one',
      args: () => ['--config', operator(), 'check', '--answer', 'x', '--as-of', 'tomorrow'],
      says: '"as_of"',
    },
    { name: 'a benchmark that is not there', args: () => ['eval', '/no/such/bench'], says: '/no/such/bench' },
    { name: 'a port that is none', args: () => ['serve', '--port', 'many'], says: '0 to 65535' },
  ])('ends with exit code 2 and a sentence on $name', async ({ args, says }) => {
    expect(await main(args())).toBe(2);
    expect(told.stderr).toContain(says);
    expect(told.stderr).not.toMatch(/\n\s+at /);
  });

  it('says which port is in use, and what to do', async () => {
    const blocker = createServer();
    const port = await new Promise<number>((resolve) => {
      blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as AddressInfo).port));
    });
    expect(await main(['--config', operator(), 'serve', '--port', String(port)])).toBe(2);
    expect(told.stderr).toContain(`Port ${port} on 127.0.0.1 is already in use; choose another with --port`);
    await new Promise((resolve) => blocker.close(resolve));
  });
});
