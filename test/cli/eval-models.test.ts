import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.js';
import { OPENAI_WIRE, startModelServer } from '../support/model-servers.js';
import { judging, pointAt } from '../support/scripted-model.js';
import type { StubBot } from '../support/stub-bot.js';

const CLAUSE = 'Lost paddles are paid for by whoever hired the boat.';
const CASE = { kb: 'boats', lang: 'en', messages: [{ role: 'user', content: 'What about paddles?' }] };
const CASES = [
  {
    ...CASE,
    id: 'right',
    answer: 'Losing a paddle comes out of your own pocket.',
    expected: 'pass',
    claims: [
      {
        text: 'Losing a paddle comes out of your own pocket.',
        label: 'supported',
        kind: 'paraphrase',
      },
    ],
  },
  {
    ...CASE,
    id: 'wrong',
    answer: 'A lost paddle is at our expense.',
    expected: 'intervene',
    claims: [
      {
        text: 'A lost paddle is at our expense.',
        label: 'contradicted',
        kind: 'entity',
      },
    ],
  },
];

let folder = '';
let server: StubBot;
let stdout = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-eval-'));
  mkdirSync(join(folder, 'kb/boats/policies'), { recursive: true });
  writeFileSync(
    join(folder, 'kb/boats/policies/paddles.md'),
    `---\ntitle: Paddles\nlang: en\n---\n\n# Paddles\n\n${CLAUSE}\n`,
  );
  writeFileSync(join(folder, 'cases.jsonl'), CASES.map((line) => JSON.stringify(line)).join('\n'));
  server = await startModelServer(OPENAI_WIRE, ({ body }) => {
    const user: string = JSON.parse(body).messages[1].content;
    const judge = judging((claim, evidence) =>
      pointAt(evidence, CLAUSE, claim.includes('your own') ? 'for' : 'against'),
    );
    return { says: judge({ user } as Parameters<typeof judge>[0]) };
  });
  const model = {
    model: 'openai:judge-1',
    base_url: `${server.origin}/v1`,
    price_per_million: { input: 10, output: 100 },
  };
  writeFileSync(join(folder, 'plumbline.yaml'), JSON.stringify({ verification: { model } }));
  stdout = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
  rmSync(folder, { recursive: true });
});

const evaluate = (...options: string[]) =>
  main(['--config', join(folder, 'plumbline.yaml'), 'eval', folder, '--model', 'openai:judge-1', ...options]);

const figures = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

describe('plumbline eval --model', () => {
  it('puts accuracy and what it took side by side, and replays it without the model', async () => {
    const [live, again, tape] = ['live.json', 'again.json', 'tape'].map((name) => join(folder, name));
    expect(await evaluate('--json', live ?? '', '--record', tape ?? '')).toBe(0);
    expect(stdout).toContain('judge: left open');
    const { lanes, cascade, unproven, all } = figures(live ?? '').modes;
    expect(lanes.models).toMatchObject({ share_asked: 0, calls_per_answer: 0 });
    for (const [judged, calls] of [
      [cascade, 1],
      [unproven, 1],
      // The clause that takes the wrong one's place is judged as well.
      [all, 1.5],
    ]) {
      expect(judged.report.overall).toMatchObject({ answers: 2, balanced_accuracy: 1 });
      expect(judged.models).toMatchObject({
        share_asked: 1,
        calls_per_answer: calls,
        input_tokens_per_answer: 210 * calls,
        output_tokens_per_answer: 40 * calls,
        cost_per_1000_answers: expect.closeTo(6.1 * calls),
        failed_checks: {},
      });
    }
    expect(readdirSync(tape ?? '')).toHaveLength(3);
    // Ways to ask that come to the same request ask once.
    expect(server.requests).toHaveLength(3);
    await server.close();
    expect(await evaluate('--json', again ?? '', '--replay', tape ?? '')).toBe(0);
    expect(figures(again ?? '')).toEqual(figures(live ?? ''));
  });

  it('says what a replay lacks, and counts it as failed checks', async () => {
    const json = join(folder, 'lacking.json');
    expect(await evaluate('--replay', join(folder, 'nothing'), '--modes', 'cascade', '--json', json)).toBe(0);
    expect(stdout).toContain('2 exchanges are not in');
    expect(figures(json).modes.cascade.models.failed_checks).toEqual({ 'check_failed:judge_unavailable': 2 });
  });

  it('takes fewer answers where it is told to', async () => {
    expect(await evaluate('--sample', '1', '--modes', 'cascade')).toBe(0);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    { name: 'a word that is no folder', value: 'nli', words: '--grader nli: give onnx:FOLDER' },
    {
      name: 'none where the configuration has none',
      value: 'configured',
      words: 'the configuration names none',
    },
    { name: 'a folder without a model', value: 'onnx:/nowhere', words: 'config.json is not there' },
  ])('refuses a grader that is $name', async ({ value, words }) => {
    const told: string[] = [];
    vi.mocked(process.stderr.write).mockImplementation((text) => {
      told.push(String(text));
      return true;
    });
    expect(await evaluate('--grader', value)).toBe(2);
    expect(told.join('')).toContain(words);
  });

  it('names a model that is none', async () => {
    expect(await evaluate('--model', 'gpt')).toBe(2);
  });
});
