import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OnnxGrader, onnxGrader } from '../../../../src/adapters/graders/onnx/index.js';
import { type Deadline, groundAnswer } from '../../../../src/core/index.js';
import type { KnowledgeIndex } from '../../../../src/core/retrieval/index.js';
import type { Claim, GroundingRequest, Verdict } from '../../../../src/schema/index.js';
import { OnnxGraderSettings } from '../../../../src/schema/index.js';
import { builtWorker } from '../../../support/built-worker.js';
import { groundingRequest } from '../../../support/grounding-request.js';
import { knowledgeOf } from '../../../support/knowledge.js';
import { runtimeLacks } from '../../../support/tiny-models/installed.js';
import { writeTinyModel } from '../../../support/tiny-models/tiny-model.js';
import { undecided } from '../../../support/verdicts.js';

const CLAUSES = ['The deposit is CAD 80 for each boat.', 'The deposit is given back at the jetty.'];
const RIGHT = 'Your deposit is given back at the jetty.';
const WRONG = 'The deposit is not given back at the jetty.';
const OTHER = 'Boats leave by post from the jetty on dogs.';

const ample: Deadline = { within: async (run, signal) => ({ isLate: false, value: await run(signal) }) };
const over: Deadline = {
  within: async (run, signal) => {
    const gone = new AbortController();
    signal.throwIfAborted();
    const ended = run(gone.signal).catch(() => undefined);
    gone.abort(new Error('late'));
    await ended;
    return { isLate: true };
  },
};

const leaveOpen = async ({ text, start_char, end_char }: Claim): Promise<Verdict> =>
  undecided({ text, start_char, end_char });

describe.skipIf(runtimeLacks !== null)(`a local model behind the checks (${runtimeLacks ?? 'runs'})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-tiny-'));
  let index: KnowledgeIndex;
  let worker: { entry: URL; remove(): void };
  const open: OnnxGrader[] = [];

  beforeAll(async () => {
    writeTinyModel(folder, {
      task: 'pair',
      labels: ['contradiction', 'entailment', 'neutral'],
      texts: [...CLAUSES, RIGHT, WRONG, OTHER, 'Boats Deposit', 'Is the deposit given back?', 'Yes, it is.'],
    });
    index = await knowledgeOf({
      'policies/boats.md': `---\ntitle: Boats\nlang: en\n---\n\n# Boats\n\n## Deposit\n\n${CLAUSES.join(' ')}\n`,
    });
    worker = await builtWorker('src/adapters/graders/onnx/onnx-worker.ts');
  }, 60_000);
  afterAll(async () => {
    for (const grader of open) await grader.close();
    worker.remove();
    rmSync(folder, { recursive: true });
  });

  const grader = async (settings: object = {}, deadline = ample): Promise<OnnxGrader> => {
    const opened = await onnxGrader(
      OnnxGraderSettings.parse({ kind: 'onnx', folder, threads: 1, ...settings }),
      {
        baseDir: '/',
        clock: { nowMs: () => 0 },
        deadlineAfter: () => deadline,
        entry: worker.entry,
      },
    );
    open.push(opened);
    return opened;
  };

  const ground = async (by: OnnxGrader, answer: string, request: Partial<GroundingRequest> = {}) =>
    await groundAnswer(groundingRequest(request), answer, {
      knowledge: { index },
      verify: leaveOpen,
      models: { stages: [{ grader: by, claims: 'not_verified', evidence_chars: 4_000 }], group_chars: 1 },
    });

  it('verifies what the evidence says, refutes what it denies, leaves the rest open', async () => {
    const { outcome } = await ground(await grader(), `${RIGHT} ${WRONG} ${OTHER}`);
    expect(outcome.claims.map(({ band, label }) => [band, label])).toEqual([
      ['verified', 'supported'],
      ['failing', 'contradicted'],
      ['not_verified', 'unsupported'],
    ]);
    expect(outcome.claims[0]?.evidence[0]).toMatchObject({
      relation: 'supports',
      source: 'policies/boats.md',
    });
  });

  it('says what it took', async () => {
    const { models } = await ground(await grader(), RIGHT);
    const use = { calls: 1, failures: 0, claims: 1, output_tokens: 0, cost: 0 };
    expect(models).toMatchObject([{ stage: 'grader', model: `onnx:${folder}`, prompt: 'pair-1', ...use }]);
    expect(models?.[0]?.input_tokens).toBeGreaterThan(20);
  });

  it('carries the question to a claim that only answers it', async () => {
    const { outcome } = await ground(await grader(), 'Yes, it is.', {
      messages: [{ role: 'user', content: 'Is the deposit given back?' }],
    });
    expect(outcome.claims[0]).toMatchObject({ text: 'Yes, it is.', band: 'verified' });
  });

  it('works on several answers at once', async () => {
    const by = await grader();
    const ends = await Promise.all([RIGHT, WRONG, RIGHT, OTHER].map((answer) => ground(by, answer)));
    expect(ends.map(({ outcome }) => outcome.claims[0]?.band)).toEqual([
      'verified',
      'failing',
      'verified',
      'not_verified',
    ]);
  });

  it('is a failed check when it is late, and goes on with the next answer', async () => {
    const late = await grader({}, over);
    const { outcome } = await ground(late, RIGHT);
    expect(outcome.claims[0]).toMatchObject({ label: 'unsupported', reason: 'check_failed:grader_late' });
    expect((await ground(late, RIGHT)).outcome.decision).toBe('block');
  });

  it('is a failed check when its thread was ended, and starts again with the next answer', async () => {
    const by = await grader();
    const claims = [
      {
        text: RIGHT,
        start_char: 0,
        end_char: RIGHT.length,
        subject: 'rule' as const,
        lang: 'en' as const,
        context: { question: null, premises: [], antecedents: [], lead_ins: [] },
      },
    ];
    const evidence = { sections: [], items: [], nearest: [] };
    const request = { tenant: 'test', as_of: '2026-06-01', claims, evidence };
    const asked = by.grade(request, new AbortController().signal);
    await by.close();
    expect((await asked).grades).toEqual([{ isGraded: false, failure: 'grader_failed' }]);
    expect((await ground(by, RIGHT)).outcome.claims[0]?.band).toBe('verified');
  });

  it('does not cut a claim that is too long for the model', async () => {
    const long = `${'The deposit for each boat is given back at the jetty and '.repeat(8)}it is CAD 80.`;
    const { outcome } = await ground(await grader(), long);
    expect(outcome.claims[0]?.reason).toBe('check_failed:grader_too_long');
  });

  it.each([
    {
      name: 'a folder without a model',
      settings: { folder: '/nowhere' },
      words: /config\.json is not there/,
    },
    { name: 'outputs that are not there', settings: { labels: { supported: 'yes' } }, words: /has no "yes"/ },
  ])('refuses to start with $name', async ({ settings, words }) => {
    await expect(grader(settings)).rejects.toMatchObject({
      code: 'config-invalid',
      detail: expect.stringMatching(words),
    });
  });
});
