import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { RewriterReport } from '../../src/evaluation/index.js';
import { userWords } from '../support/model-answers.js';
import { OPENAI_WIRE, startModelServer } from '../support/model-servers.js';
import { shownTask } from '../support/scripted-model.js';
import type { StubBot } from '../support/stub-bot.js';

const CLAUSE = 'The deposit is CAD 80 for each boat.';
const CASES = [
  {
    id: 'wrong',
    kb: 'boats',
    lang: 'en',
    messages: [{ role: 'user', content: 'How much is the deposit?' }],
    answer: 'Hello! The deposit is CAD 60 for each boat.',
    expected: 'intervene',
    claims: [{ text: 'The deposit is CAD 60 for each boat.', label: 'contradicted', kind: 'money' }],
  },
  {
    id: 'right',
    kb: 'boats',
    lang: 'en',
    messages: [{ role: 'user', content: 'How much is the deposit?' }],
    answer: CLAUSE,
    expected: 'pass',
    claims: [{ text: CLAUSE, label: 'supported', kind: 'verbatim' }],
  },
];

let folder = '';
let server: StubBot;
let stdout = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-eval-'));
  mkdirSync(join(folder, 'kb/boats/policies'), { recursive: true });
  writeFileSync(
    join(folder, 'kb/boats/policies/deposit.md'),
    `---\ntitle: Deposit\nlang: en\n---\n\n# Deposit\n\n${CLAUSE}\n`,
  );
  writeFileSync(join(folder, 'cases.jsonl'), CASES.map((line) => JSON.stringify(line)).join('\n'));
  server = await startModelServer(OPENAI_WIRE, (request) => {
    const { clauses } = shownTask(userWords(request));
    return { says: { replacement: `${[...clauses.values()][0]?.replace(/\.$/, '')} [1].` } };
  });
  const model = {
    model: 'openai:writer-1',
    base_url: `${server.origin}/v1`,
    price_per_million: { input: 10, output: 100 },
  };
  writeFileSync(join(folder, 'plumbline.yaml'), JSON.stringify({ rewriting: { model } }));
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

const evaluate = async (...options: string[]): Promise<RewriterReport> => {
  const json = join(folder, 'report.json');
  const args = ['eval', folder, '--rewriter', 'openai:writer-1', '--json', json, ...options];
  expect(await main(['--config', join(folder, 'plumbline.yaml'), ...args])).toBe(0);
  return JSON.parse(readFileSync(json, 'utf8'));
};

describe('plumbline eval --rewriter', () => {
  it('puts clauses alone and the rewriter side by side', async () => {
    const { model, ways } = await evaluate();
    expect(model).toBe(`openai:writer-1@${server.origin}/v1`);
    expect(ways.clauses).toMatchObject({ answers: 2, calls: 0, wrong: { answers: 1, right_words: 1 } });
    expect(ways.model).toMatchObject({
      parts: { model: 1, clauses: 0, none: 0 },
      faults: {},
      calls: 1,
      tokens_per_rewrite: { input: 210, output: 40 },
    });
    expect(ways.model.cost_per_1000_rewrites).toBeCloseTo(6.1);
    expect(ways.model.wrong.length_ratio).toBeLessThan(ways.clauses.wrong.length_ratio ?? 0);
    expect(stdout).toContain('with the rewriter');
  });

  it('keeps exchanges, and repeats them without the model', async () => {
    const kept = join(folder, 'kept');
    const recorded = await evaluate('--record', kept);
    expect(readdirSync(kept)).toHaveLength(1);
    const asked = server.requests.length;
    expect(await evaluate('--replay', kept)).toEqual(recorded);
    expect(server.requests).toHaveLength(asked);
  });

  it('says which exchanges are missing, and lets the clauses take their place', async () => {
    const { ways } = await evaluate('--replay', join(folder, 'nothing'));
    expect(ways.model).toMatchObject({ parts: { model: 0, clauses: 1 }, faults: { model_unavailable: 1 } });
    expect(stdout).toContain('1 exchanges are not in');
  });
});
