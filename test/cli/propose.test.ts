import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { ProposalReply } from '../../src/core/proposing/index.js';
import { OPENAI_WIRE, startModelServer } from '../support/model-servers.js';
import type { StubBot } from '../support/stub-bot.js';
import { listenToOutputs, type Told } from '../support/told.js';

const BOATS = '# Boats\n\n## Return\n\nBoats are back before dusk.\n\n## Dogs\n\nDogs wear a vest.\n';
const NOTHING: ProposalReply = {
  statements: [],
  synonyms: [],
  translations: [],
  questions: [],
  wrong_answers: [],
};
const FILE = 'policies/.readings/boats.yaml';

let folder = '';
let server: StubBot;
let told: Told;
/** What the model says of a section, by its heading. */
let replies: Record<string, { says: unknown } | { status: number }> = {};
let asked: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-propose-'));
  for (const name of ['policies', 'knowledge']) mkdirSync(join(folder, name));
  put('policies/boats.md', BOATS);
  replies = {};
  asked = [];
  server = await startModelServer(OPENAI_WIRE, ({ body }) => {
    const user: string = JSON.parse(body).messages[1].content;
    const heading = /^heading: .* › (.*)$/m.exec(user)?.[1] ?? '';
    asked.push(heading);
    return replies[heading] ?? { says: NOTHING };
  });
  put(
    'plumbline.yaml',
    JSON.stringify({
      storage: { url: 'sqlite::memory:' },
      proposals: {
        model: {
          model: 'openai:writer-1',
          base_url: `${server.origin}/v1`,
          retries: 0,
          concurrency: 1,
          price_per_million: { input: 10, output: 100 },
        },
      },
    }),
  );
  replies['Return'] = {
    says: {
      ...NOTHING,
      statements: [
        { quote: 'Boats are back before dusk.', reads_as: 'You must return boats before dusk.' },
        { quote: 'Boats are blue.', reads_as: 'Boats are painted blue.' },
      ],
      wrong_answers: [
        {
          question: 'When must I be back?',
          answer: 'You must return boats after dusk.',
          quote: 'Boats are back before dusk.',
        },
      ],
    },
  };
  told = listenToOutputs();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
  rmSync(folder, { recursive: true });
});

const put = (path: string, text: string) => writeFileSync(join(folder, path), text);
const file = () => readFileSync(join(folder, FILE), 'utf8');
const run = async (...args: string[]) => {
  told.stdout = '';
  told.stderr = '';
  asked = [];
  return await main(['--config', join(folder, 'plumbline.yaml'), ...args]);
};
const propose = (...args: string[]) => run('propose', ...args);
const idOf = (kind: string) =>
  new RegExp(`id: (\\S+)\\n\\s+status: \\S+\\n\\s+kind: ${kind}`).exec(file())?.[1] ?? '';

describe('plumbline propose', () => {
  it('writes what the model proposes beside the policy, and counts what it left out', async () => {
    expect(await propose()).toBe(0);
    expect(asked).toEqual(['Return', 'Dogs']);
    expect(told.stdout).toContain(
      '1 policies, 2 sections: 2 asked about, 0 unchanged, 0 failed, 0 left for next time',
    );
    expect(told.stdout).toContain('2 new proposals (statement 1, wrong_answer 1)');
    expect(told.stdout).toContain('left out (quote_not_found 1)');
    expect(told.stdout).toMatch(/2 calls, \d+ input tokens, \d+ output tokens, cost \d/);
    expect(file()).toContain('reads_as: You must return boats before dusk.');
    expect(readdirSync(join(folder, 'policies/.readings'))).toEqual(['boats.yaml']);
  });

  it('changes no check before a person accepts, and then only those of what was accepted', async () => {
    await propose();
    await run('index', '--explain', 'boats.md');
    expect(told.stdout).not.toContain('read as:');
    expect(await propose('--accept', idOf('statement'), '--by', 'Ada')).toBe(0);
    expect(told.stdout).toMatch(/^policies\/boats\.md: 1 decided by Ada \(s-/);
    await run('index', '--explain', 'boats.md');
    expect(told.stdout).toContain('read as: You must return boats before dusk.');
    expect(file()).toMatch(/decided_by: Ada\n\s+decided_at: 20/);
  });

  it('asks again only for the section that changed, and keeps what was accepted as stale', async () => {
    await propose();
    await propose('--accept', 'all', '--document', 'boats.md');
    expect(await propose()).toBe(0);
    expect(asked).toEqual([]);
    put('policies/boats.md', BOATS.replace('before dusk', 'at noon'));
    expect(await run('index')).toBe(1);
    expect(told.stdout).toContain(
      'policies/.readings/boats.yaml, line 4: 2 accepted proposals are not used: the section “Boats › Return” was edited since',
    );
    expect(await propose()).toBe(0);
    expect(asked).toEqual(['Return']);
    expect(told.stdout).toContain('2 decided proposals are stale');
    expect(file().match(/status: stale/g)).toHaveLength(2);
    expect(await run('index')).toBe(0);
    expect(await propose('--accept', 'all', '--document', 'boats.md')).toBe(1);
    expect(told.stdout).toContain(
      'is not accepted: its quote does not stand in the section “Boats › Return”',
    );
  });

  it('goes on where a failure left off, and loses nothing', async () => {
    const { Return: said } = replies;
    replies['Return'] = { status: 500 };
    expect(await propose()).toBe(1);
    expect(told.stdout).toContain('failed (unavailable 1): run the same again');
    expect(told.stdout).toContain('1 asked about');
    if (said !== undefined) replies['Return'] = said;
    expect(await propose()).toBe(0);
    expect(asked).toEqual(['Return']);
    expect(told.stdout).toContain('1 asked about, 1 unchanged');
  });

  it('stops asking where every further call would fail too', async () => {
    replies['Return'] = { status: 401 };
    expect(await propose()).toBe(1);
    expect(asked).toEqual(['Return']);
    expect(told.stdout).toContain('1 failed, 1 left for next time');
  });

  it('--dry-run says what would be asked and what it may cost, and neither asks nor writes', async () => {
    expect(await propose('--dry-run')).toBe(0);
    expect(told.stdout).toMatch(
      /would be asked about 2 of 2 sections: about \d+ input tokens, at most 8000 output tokens, 0\.8\d at most\. Nothing was asked or written\./,
    );
    expect(asked).toEqual([]);
    expect(readdirSync(join(folder, 'policies'))).toEqual(['boats.md']);
    expect(await propose('--dry-run', '--json')).toBe(0);
    expect(JSON.parse(told.stdout).policies).toEqual([
      expect.objectContaining({ source: 'policies/boats.md', sections: 2, to_ask: 2, stale: 0 }),
    ]);
  });

  it('--check: accepted wrong answers must not be verified, accepted statements must pass', async () => {
    await propose();
    expect(await propose('--check')).toBe(0);
    expect(told.stdout).toContain('No wrong answer or statement was accepted yet');
    await propose('--accept', 'all', '--document', 'boats.md');
    expect(await propose('--check')).toBe(0);
    expect(told.stdout).toContain(
      '1 of 1 accepted wrong answers are not verified, 1 of 1 accepted statements pass.',
    );
    const wrong = file().replace(
      'answer: You must return boats after dusk.',
      'answer: You must return boats before dusk.',
    );
    put(FILE, wrong);
    expect(await propose('--check')).toBe(1);
    expect(told.stdout).toMatch(/✗ policies\/boats\.md w-\w+: a wrong answer passes \(pass – grounded\)/);
  });

  it('takes replies that a person writes as files', async () => {
    const desk = join(folder, 'by-hand');
    const answers = setInterval(() => {
      for (const name of readdirSync(folder).includes('by-hand') ? readdirSync(desk) : [])
        if (name.endsWith('.request.json'))
          writeFileSync(
            join(desk, name.replace('.request.', '.reply.')),
            JSON.stringify({ ...NOTHING, questions: [{ lang: 'en', question: 'Until when?' }] }),
          );
    }, 20);
    expect(await propose('--model', 'file:by-hand')).toBe(0);
    clearInterval(answers);
    expect(told.stdout).toContain('1 new proposals (question 1)');
    expect(file()).toContain('model: file');
  });

  it.each([
    {
      name: 'an id that is nowhere',
      args: ['--accept', 's-0'],
      says: /No proposal has the id s-0\. The ids/,
    },
    {
      name: 'an id that is nowhere beside one that is there',
      args: () => ['--accept', idOf('statement'), 's-0'],
      says: /No proposal has the id s-0\./,
    },
    { name: 'all of every policy', args: ['--reject', 'all'], says: /--document policies\/FILE\.md/ },
    { name: 'one id both ways', args: ['--accept', 'x', '--reject', 'x'], says: /x: accept or reject it/ },
    {
      name: 'a policy that is not there',
      args: ['--document', 'cars.md'],
      says: /No policy is named "cars\.md"/,
    },
    { name: 'a decision and a check at once', args: ['--accept', 'x', '--check'], says: /without --check/ },
  ])('$name is refused with the fix', async ({ args, says }) => {
    await propose();
    const before = file();
    expect(await propose(...(typeof args === 'function' ? args() : args))).toBe(2);
    expect(told.stderr).toMatch(says);
    expect(file()).toBe(before);
  });

  it('without a model says where to name one', async () => {
    put('plumbline.yaml', 'storage: { url: "sqlite::memory:" }\n');
    expect(await propose()).toBe(2);
    expect(told.stderr).toMatch(/"proposals\.model": names no model to ask\..*--model file:FOLDER/);
  });

  it('writes nothing over a file that it cannot read', async () => {
    await propose();
    const broken = file().replace('kind: statement', 'kind: sentence');
    put(FILE, broken);
    expect(await propose()).toBe(2);
    expect(told.stderr).toMatch(
      /policies\/\.readings\/boats\.yaml, line \d+: entry 1 cannot be read at proposals\.0\.kind/,
    );
    expect(file()).toBe(broken);
  });
});
