import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../src/core/retrieval/index.js';
import { completion } from '../support/http-app.js';
import { knowledgeOf } from '../support/knowledge.js';
import {
  type AskedAnswer,
  askWithModel,
  type ModelFault,
  modelFaults,
  userWords,
  WAYS,
} from '../support/model-answers.js';
import { ANTHROPIC_WIRE, type ModelTurn, OPENAI_WIRE } from '../support/model-servers.js';
import { shownTask } from '../support/scripted-model.js';

const WRONG = 'Hello! The deposit is CAD 60 for each boat. Have a nice day!';
const FLUENT = 'For each boat the deposit is CAD 80 [1].';

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await knowledgeOf({
    'policies/boats.md':
      '---\ntitle: Boats\nlang: en\n---\n\n# Boats\n\n## 1. Deposit\n\nThe deposit is CAD 80 for each boat.\n',
  });
});

/** An answer through the whole application, with the real checks and a rewriter behind a real wire. */
const ask = (asked: Pick<AskedAnswer, 'wire' | 'turns'> & Partial<AskedAnswer>) =>
  askWithModel({
    answer: WRONG,
    question: 'How much is the deposit?',
    ports: (rewriter) => ({ knowledge: { index }, rewriter }),
    ...asked,
  });

const says = (replacement: unknown): ModelTurn => ({ says: { replacement }, as: 'rewrite' });

/** What the customer reads, whole or streamed. */
const read = (text: string): string =>
  text.startsWith('{')
    ? JSON.parse(text).choices[0].message.content
    : text
        .split('\n')
        .filter((line) => line.startsWith('data: {'))
        .map((line) => JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '')
        .join('');

describe.each([OPENAI_WIRE, ANTHROPIC_WIRE])('a rewriter on the wire of $name', (wire) => {
  it.each(WAYS)('writes in the place of what fails, and the record says so: $way', async ({ stream }) => {
    const { text, record, model } = await ask({ wire, turns: [says(FLUENT)], stream });
    const corrected = 'For each boat the deposit is CAD 80 (Boats, 1. Deposit).';
    expect(read(text)).toBe(`Hello! ${corrected} Have a nice day!`);
    expect(record).toMatchObject({ decision: 'rewrite', reason: 'contradicted', checked_by: ['embedded'] });
    expect(record.choices[0]).toMatchObject({
      answer: `Hello! ${corrected} Have a nice day!`,
      original_answer: WRONG,
      rewrites: [{ start_char: 7, end_char: 44, by: 'model', faults: [] }],
      models: [
        {
          stage: 'rewriter',
          model: model.id,
          prompt: 'rewriter-1',
          calls: 1,
          failures: 0,
          claims: 1,
          input_tokens: 210,
          output_tokens: 40,
          cost: 0.00025,
        },
      ],
    });
  });

  it('is told of in the details, without the operator’s addresses', async () => {
    const { text } = await ask({ wire, turns: [says(FLUENT)], headers: { 'x-plumbline-details': '1' } });
    expect(JSON.parse(text).plumbline).toMatchObject({
      models: [{ stage: 'rewriter', model: `${wire.name}:model-1`, calls: 1 }],
      rewrites: [{ by: 'model', faults: [] }],
    });
  });

  it('gets a second try, with the reason', async () => {
    const turns = (request: { body: string }): ModelTurn =>
      shownTask(userWords(request)).earlier.length === 0
        ? says('The deposit is CAD 90 for each boat [1].')
        : says(FLUENT);
    const { record } = await ask({ wire, turns });
    expect(record.choices[0]?.rewrites).toMatchObject([{ by: 'model', faults: ['new_figure'] }]);
    expect(record.choices[0]?.models).toMatchObject([{ calls: 2, input_tokens: 420 }]);
  });

  it('leaves the bot’s own usage as it is', async () => {
    const { text } = await ask({ wire, turns: [says(FLUENT)] });
    expect(JSON.parse(text).usage).toEqual(completion(WRONG)['usage']);
  });

  const FAILURES: ModelFault[] = [
    ...modelFaults(wire).map((fault) => ({ ...fault, failure: `model_${fault.failure}` })),
    {
      name: 'a wrong schema',
      turn: { says: { text: FLUENT }, as: 'rewrite' },
      failure: 'model_unreadable',
    },
    { name: 'a text that is none', turn: says(7), failure: 'model_unreadable' },
    {
      name: 'another language',
      turn: says('La caution est de 80 CAD pour chaque bateau [1].'),
      failure: 'language',
    },
  ];
  const cells = FAILURES.flatMap((failure) =>
    (['closed', 'escalate', 'open_and_mark'] as const).flatMap((fail_mode) =>
      WAYS.map((way) => ({ ...failure, ...way, fail_mode })),
    ),
  );
  it.each(cells)(
    'that ends in $name gives way to the policy’s own clause: $fail_mode, $way',
    async ({ turn, failure, ...asked }) => {
      const { response, text, record } = await ask({ wire, turns: [turn], ...asked });
      const tries = failure === 'language' ? 2 : 1;
      expect(response.status).toBe(200);
      expect(read(text)).toBe(
        'Hello! Our policy says: “The deposit is CAD 80 for each boat.” (Boats, 1. Deposit). Have a nice day!',
      );
      expect(record).toMatchObject({ decision: 'rewrite', reason: 'contradicted' });
      expect(record.choices[0]).toMatchObject({
        rewrites: [{ by: 'clauses', faults: Array(tries).fill(failure) }],
        models: [{ stage: 'rewriter', failures: failure === 'language' ? 0 : 1 }],
      });
    },
  );
});
