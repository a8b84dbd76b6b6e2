import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signingKey, webhookHeaders } from '../../../src/core/escalation/index.js';

const SECRET = `whsec_${btoa('a secret of at least 24 bytes')}`;
const OTHER = `whsec_${btoa('another one of at least 24 bytes')}`;
const BODY = '{"type":"handoff.waiting","data":{"text":"Où est mon violoncelle?"}}';

let folder = '';
let documented = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-verify-'));
  documented = await readFile('docs/handoff.md', 'utf8');
});
afterAll(() => rm(folder, { recursive: true }));

/** The code of the page in a language, under "Verify a signature". */
const snippet = (lang: string): string => {
  const part = documented.slice(documented.indexOf('### Verify a signature'));
  return new RegExp(`\`\`\`${lang}\n([\\s\\S]*?)\`\`\``).exec(part)?.[1] ?? '';
};

const callsOf = async () => {
  const keys = await Promise.all([OTHER, SECRET].map((secret) => signingKey(secret, 'the secret')));
  const nowMs = Date.now();
  const headersAt = (at_ms: number, signing = keys) =>
    webhookHeaders({ id: 'id-1', at_ms, body: BODY }, signing);
  return [
    { name: 'genuine', headers: await headersAt(nowMs, keys.slice(1)), body: BODY, is: true },
    { name: 'while secrets are changed', headers: await headersAt(nowMs), body: BODY, is: true },
    { name: 'of another secret', headers: await headersAt(nowMs, keys.slice(0, 1)), body: BODY, is: false },
    { name: 'with another body', headers: await headersAt(nowMs), body: `${BODY} `, is: false },
    { name: 'of long ago', headers: await headersAt(nowMs - 301_000), body: BODY, is: false },
  ];
};

describe('the documented way to verify a webhook', () => {
  it('in JavaScript takes what is genuine and nothing else', async () => {
    const file = join(folder, 'verify.mjs');
    await writeFile(file, snippet('js'));
    const { isGenuine } = await import(file);
    for (const { name, headers, body, is } of await callsOf()) {
      expect([name, isGenuine(headers, body, SECRET)]).toEqual([name, is]);
    }
  });

  it('in Python takes what is genuine and nothing else, where there is a Python', async (context) => {
    const run = promisify(execFile);
    const version = await run('python3', ['--version']).catch(() => null);
    if (version === null) return context.skip('python3 is not installed');
    const calls = await callsOf();
    const file = join(folder, 'verify.py');
    const main = [
      'import json, sys',
      'for call in json.loads(sys.argv[1]):',
      '    print(is_genuine(call["headers"], call["body"].encode(), sys.argv[2]))',
    ].join('\n');
    await writeFile(file, `${snippet('python')}\n${main}\n`);
    const { stdout } = await run('python3', [file, JSON.stringify(calls), SECRET]);
    expect(stdout.trim().split('\n')).toEqual(calls.map(({ is }) => (is ? 'True' : 'False')));
  });
});
