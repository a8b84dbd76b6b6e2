import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../src/adapters/config/index.js';
import { readKnowledgeFiles } from '../../src/adapters/knowledge/index.js';
import { openAnswerSession } from '../../src/core/index.js';
import { buildSnapshot } from '../../src/core/indexing/index.js';
import { detectLanguage } from '../../src/core/reading/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../../src/core/retrieval/index.js';
import type { Config } from '../../src/schema/index.js';
import { completion, jsonReply, streamed, streamReply, testApp } from '../support/http-app.js';

const ROOT = join(import.meta.dirname, '../..');
const IN_FORCE = '2026-06-01';

const Row = z.object({
  name: z.string(),
  lang: z.enum(['en', 'fr']),
  question: z.string(),
  answer: z.string(),
  expected: z.enum(['intervene', 'pass']),
});

const rows = (file: string): z.infer<typeof Row>[] =>
  readFileSync(join(ROOT, 'test/fixtures/cases', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Row.parse(JSON.parse(line)));

const indexOf = async (folder: string): Promise<KnowledgeIndex> => {
  const { files, glossary } = await readKnowledgeFiles({
    policies: join(ROOT, folder, 'policies'),
    knowledge: join(ROOT, folder, 'knowledge'),
    glossary: join(ROOT, folder, 'glossary.yaml'),
    readings: join(ROOT, folder, 'readings.yaml'),
  });
  return buildKnowledgeIndex(
    (await buildSnapshot('default', files, { glossary: glossary ?? undefined })).snapshot,
  );
};

/** What the customer gets for a bot's answer, through the whole application: its decision and the text. */
const delivered = async (
  { question, answer }: z.infer<typeof Row>,
  stream: boolean,
  index: KnowledgeIndex,
  topics: Config['topics'],
): Promise<{ decision: string | null | undefined; text: string }> => {
  const { post } = testApp({
    config: { topics },
    bot: () =>
      stream ? streamReply(streamed(...(answer.match(/.{1,7}/gsu) ?? []))) : jsonReply(completion(answer)),
    deps: {
      today: () => IN_FORCE,
      grounding: {
        open: (request, delivery) => openAnswerSession(request, { knowledge: { index } }, delivery),
        languageOf: detectLanguage,
      },
    },
  });
  const messages = [{ role: 'user', content: question }];
  const response = await post('/v1/chat/completions', { model: 'bot', stream, messages });
  const text = await response.text();
  const decision = stream
    ? /^: plumbline .*"decision":"(\w+)"/m.exec(text)?.[1]
    : response.headers.get('x-plumbline-decision');
  return { decision, text };
};

const WAYS = [{ stream: false }, { stream: true }];

describe.each([
  { operator: 'the airline (Moffatt)', folder: '.', file: 'moffatt.jsonl' },
  { operator: 'the airline (chit-chat and referrals)', folder: '.', file: 'chitchat.jsonl' },
  { operator: 'the drive-thru', folder: 'examples/drive-thru', file: 'drive-thru.jsonl' },
  { operator: 'the pay-later service', folder: 'examples/pay-later', file: 'pay-later.jsonl' },
])('$operator', ({ folder, file }) => {
  const { topics } = loadConfig('plumbline.yaml', join(ROOT, folder)).config;
  const all = rows(file);
  let index: KnowledgeIndex;
  beforeAll(async () => {
    index = await indexOf(folder);
  });

  describe.each(all.filter((row) => row.expected === 'intervene'))('does not let through: $name', (row) => {
    it.each(WAYS)('stream: $stream, as configured', async ({ stream }) => {
      const { decision } = await delivered(row, stream, index, topics);
      expect(['rewrite', 'escalate', 'block']).toContain(decision);
    });
  });

  describe.each(all.filter((row) => row.expected === 'pass'))('lets through: $name', (row) => {
    it.each(WAYS)('stream: $stream', async ({ stream }) => {
      expect((await delivered(row, stream, index, {})).decision).toBe('pass');
    });

    it.each(WAYS)(
      'stream: $stream, on a strict topic at most in the policy’s own words, or left out',
      async ({ stream }) => {
        const { decision, text } = await delivered(row, stream, index, topics);
        expect(['pass', 'rewrite']).toContain(decision);
        if (decision === 'rewrite')
          expect(text).toMatch(
            /Our (?:policy|table)|Notre (?:règlement|tableau)|could not confirm|pas pu confirmer/,
          );
      },
    );
  });
});
