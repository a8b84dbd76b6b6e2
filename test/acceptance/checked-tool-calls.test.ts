import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/adapters/config/index.js';
import { readKnowledgeFiles } from '../../src/adapters/knowledge/index.js';
import { openAnswerSession } from '../../src/core/index.js';
import { buildSnapshot } from '../../src/core/indexing/index.js';
import { detectLanguage } from '../../src/core/reading/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../../src/core/retrieval/index.js';
import { streamReply, testApp } from '../support/http-app.js';
import { TOOL_CALLING_BOTS } from '../support/tool-calling-bots.js';

const FOLDER = join(import.meta.dirname, '../../examples/drive-thru');
const { routes } = loadConfig('plumbline.yaml', FOLDER).config;
let index: KnowledgeIndex;

beforeAll(async () => {
  const { files, glossary } = await readKnowledgeFiles({
    policies: join(FOLDER, 'policies'),
    knowledge: join(FOLDER, 'knowledge'),
    glossary: join(FOLDER, 'glossary.yaml'),
    readings: join(FOLDER, 'readings.yaml'),
  });
  const { snapshot } = await buildSnapshot('default', files, { glossary: glossary ?? undefined });
  index = buildKnowledgeIndex(snapshot);
});

const ORDERS = [
  { item: 'Chicken Bites', quantity: 260, isWithheld: true },
  { item: 'Junction Burger', quantity: 60, isWithheld: true },
  { item: 'Water Cup', quantity: 1_000, isWithheld: true },
  { item: 'Vanilla Shake', quantity: 7, isWithheld: true },
  { item: 'Chicken Bites', quantity: 20, isWithheld: false },
  { item: 'Junction Burger', quantity: 2, isWithheld: false },
  { item: 'Water Cup', quantity: 3, isWithheld: false },
  { item: 'Vanilla Shake', quantity: 1, isWithheld: false },
];

describe.each(TOOL_CALLING_BOTS)('the drive-thru’s order bot, on $name', (bot) => {
  describe.each([{ isStreamed: false }, { isStreamed: true }])('streamed: $isStreamed', ({ isStreamed }) => {
    it.each(ORDERS)('add_item($quantity, $item) is withheld: $isWithheld', async (order) => {
      const { item, quantity, isWithheld } = order;
      const answer = {
        words: '',
        calls: [{ name: 'add_item', arguments: JSON.stringify({ item, quantity }) }],
      };
      const test = testApp({
        config: { ...bot.config, routes },
        bot: () => (isStreamed ? streamReply(bot.frames(answer)) : bot.whole(answer)),
        deps: {
          today: () => '2026-06-01',
          grounding: {
            open: (request, delivery) => openAnswerSession(request, { knowledge: { index } }, delivery),
            languageOf: detectLanguage,
          },
        },
      });
      const { calls, text, finish } = await bot.read(
        async (url, init) => await test.app.request(new Request(url, init)),
        isStreamed,
        `I would like ${quantity} ${item}, please.`,
      );
      expect(calls).toEqual(isWithheld ? [] : answer.calls);
      expect(text === '').toBe(!isWithheld);
      expect(finish).toBe(isWithheld ? bot.finish.words : bot.finish.calls);
      expect(test.audit.appended.at(-1)?.decision).toBe(isWithheld ? 'escalate' : 'pass');
    });
  });
});
