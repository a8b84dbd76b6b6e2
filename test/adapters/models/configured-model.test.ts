import { afterEach, describe, expect, it } from 'vitest';
import { configuredModel } from '../../../src/adapters/models/index.js';
import { deadlineAfter } from '../../../src/adapters/system/index.js';
import { JudgeReply } from '../../../src/core/verification/judge/index.js';
import { ModelSetting, modelSettings } from '../../../src/schema/index.js';
import { OPENAI_WIRE, startModelServer } from '../../support/model-servers.js';
import type { StubBot } from '../../support/stub-bot.js';

let server: StubBot | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const open = (setting: unknown, env: Record<string, string> = {}) =>
  configuredModel(modelSettings(ModelSetting.parse(setting) ?? 'none:none'), {
    baseDir: '/',
    env,
    clock: { nowMs: () => 0 },
    deadlineAfter,
  });

describe('a configured model', () => {
  it.each([
    { name: 'whose key is not set', setting: 'openai:m', words: /OPENAI_API_KEY is not set/ },
    {
      name: 'whose key is not set (Anthropic)',
      setting: 'anthropic:m',
      words: /ANTHROPIC_API_KEY is not set/,
    },
    {
      name: 'whose named key is not set',
      setting: { model: 'openai:m', base_url: 'http://127.0.0.1:1/v1', api_key_env: 'JUDGE_KEY' },
      words: /JUDGE_KEY is not set/,
    },
    {
      name: 'of a provider that nobody knows',
      setting: 'acme:m',
      words: /verification\.model\.model.*acme:m cannot be loaded/,
    },
    { name: 'of a package that is not there', setting: 'groq:m', words: /npm install @langchain\/groq/ },
    {
      name: 'with an address that its provider has not',
      setting: { model: 'groq:m', base_url: 'http://127.0.0.1:1/v1' },
      words: /base_url.*not with groq/,
    },
  ])('$name is an error of the configuration', async ({ setting, words }) => {
    await expect(open(setting)).rejects.toMatchObject({
      code: 'config-invalid',
      detail: expect.stringMatching(words),
    });
  });

  it('is asked at its address with its key', async () => {
    const said = { verdicts: [] };
    server = await startModelServer(OPENAI_WIRE, [{ says: said }]);
    const base_url = `${server.origin}/v1`;
    const model = await open(
      { model: 'openai:m', base_url, api_key_env: 'JUDGE_KEY' },
      { JUDGE_KEY: 'sk-1' },
    );
    expect(model.id).toBe(`openai:m@${base_url}`);
    const request = {
      tenant: 't',
      stage: 'judge',
      prompt: 'judge-1',
      system: 's',
      user: 'u',
      reply_name: 'verdicts',
      reply: JudgeReply,
      vote: 0,
    };
    expect(await model.ask(request, new AbortController().signal)).toMatchObject({
      isAnswered: true,
      value: said,
    });
    expect(server.requests[0]).toMatchObject({
      url: '/v1/chat/completions',
      headers: { authorization: 'Bearer sk-1' },
    });
  });
});
