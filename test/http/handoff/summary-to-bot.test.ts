import { describe, expect, it } from 'vitest';
import { Config } from '../../../src/schema/index.js';
import { completion, jsonReply } from '../../support/http-app.js';
import { messageOf, text } from '../../support/messages-bot.js';
import { message, response } from '../../support/responses-bot.js';
import { TestTalk } from '../../support/talk.js';
import {
  chatClient,
  messagesClient,
  responsesClient,
  type TalkClient,
  type TalkTurn,
} from '../../support/talk-clients.js';

const SUMMARY = 'The duplicate booking was cancelled by hand.';

const ask = (content: string): TalkTurn => ({ role: 'user', content });
const told = (content: string): TalkTurn => ({ role: 'assistant', content });

const replyOf = ({ name }: TalkClient, words: string) => {
  if (name === 'responses') return jsonReply(response(message(words)));
  return jsonReply(name === 'messages' ? messageOf(text(words)) : completion(words));
};

const talkOf = (client: TalkClient, route: Record<string, unknown> = { summary_to_bot: true }): TestTalk => {
  const talk: TestTalk = new TestTalk(client, {
    bot: () => replyOf(client, talk.test.sent.length === 1 ? 'HANDOFF.' : 'RIGHT.'),
    config: { routes: { default: route } },
  });
  return talk;
};

/** A conversation that a person handed back to the bot. */
const returned = async (client: TalkClient, summary: string | null = SUMMARY, route = {}) => {
  const made = talkOf(client, { summary_to_bot: true, ...route });
  await made.ask('May I?');
  await made.act({ kind: 'claim' });
  await made.act({ kind: 'return', summary });
  return made;
};

const lastSent = (talk: TestTalk): Record<string, unknown> => {
  const { body } = talk.test.sent.at(-1) ?? {};
  return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body ?? undefined));
};

const FIRST = [ask('May I?'), told('A person will take this over.'), ask('And a bag?')];
const NOTE = expect.stringMatching(
  /^A person of the company .*\nBEGIN summary ([0-9a-f]{20})\nThe duplicate booking was cancelled by hand\.\nEND summary \1$/s,
);

describe.each([
  {
    client: chatClient,
    noted: { messages: [{ role: 'system', content: NOTE }, ...FIRST] },
  },
  {
    client: responsesClient,
    noted: { input: [{ role: 'developer', content: NOTE }, ...FIRST] },
  },
  { client: messagesClient, noted: { system: NOTE, messages: FIRST } },
])('the summary of a person who hands back, on $client.name', ({ client, noted }) => {
  it.each([false, true])('is told to the bot with its next request (streamed: %s)', async (stream) => {
    const talk = await returned(client);
    const answer = await talk.ask(FIRST, { stream });
    expect(lastSent(talk)).toEqual({ ...client.body(FIRST, { stream }), ...noted });
    expect(answer.raw).not.toContain('duplicate booking');
    expect(talk.test.audit.appended.at(-1)?.messages[0]).toEqual({ role: 'system', content: NOTE });
    expect(JSON.stringify(talk.test.asked.at(-1))).not.toContain('duplicate booking');
  });

  it('is told until the next message is answered, and no longer', async () => {
    const talk = await returned(client);
    for (let times = 0; times < 2; times += 1) {
      await talk.ask(FIRST);
      expect(lastSent(talk)).toEqual({ ...client.body(FIRST, {}), ...noted });
    }
    const next = [...FIRST, told('RIGHT.'), ask('Two bags?')];
    await talk.ask(next);
    expect(lastSent(talk)).toEqual(client.body(next, {}));
  });
});

describe('the note stands beside what the caller says', () => {
  it.each([
    {
      name: 'after the first instructions of a chat, of their kind',
      client: chatClient,
      sent: { messages: [{ role: 'developer', content: 'Be kind.' }, ...FIRST] },
      noted: {
        messages: [
          { role: 'developer', content: 'Be kind.' },
          { role: 'developer', content: NOTE },
          ...FIRST,
        ],
      },
    },
    {
      name: 'before an input that is a text',
      client: responsesClient,
      sent: { input: 'And a bag?' },
      noted: { input: [{ role: 'developer', content: NOTE }, ask('And a bag?')] },
    },
    {
      name: 'at the end of a system text',
      client: messagesClient,
      sent: { system: 'Be kind.' },
      noted: { system: expect.stringMatching(/^Be kind\.\n\nA person of the company/) },
    },
    {
      name: 'at the end of system blocks',
      client: messagesClient,
      sent: { system: [{ type: 'text', text: 'Be kind.' }] },
      noted: {
        system: [
          { type: 'text', text: 'Be kind.' },
          { type: 'text', text: NOTE },
        ],
      },
    },
  ])('$name', async ({ client, sent, noted }) => {
    const talk = await returned(client);
    const body = { ...client.body(FIRST, {}), ...sent };
    await talk.test.post(client.path, body, { 'x-plumbline-conversation': 'c-1' });
    expect(lastSent(talk)).toEqual({ ...body, ...noted });
  });
});

describe('the bot is told nothing', () => {
  const isPlain = async (talk: TestTalk): Promise<void> => {
    await talk.ask(FIRST);
    expect(talk.test.sent).toHaveLength(2);
    expect(lastSent(talk)).toEqual(chatClient.body(FIRST, {}));
  };

  it('by default', async () => {
    await isPlain(await returned(chatClient, SUMMARY, { summary_to_bot: undefined }));
  });

  it.each([null, ' '])('without a summary (%j)', async (summary) => {
    await isPlain(await returned(chatClient, summary));
  });

  it('of a case that was resolved', async () => {
    const talk = talkOf(chatClient);
    await talk.ask('May I?');
    await talk.act({ kind: 'claim' });
    await talk.act({ kind: 'resolve', summary: SUMMARY });
    await isPlain(talk);
  });

  it('where the store does not answer', async () => {
    const talk = await returned(chatClient);
    talk.test.handoffs.events = () => Promise.reject(new Error('away'));
    await isPlain(talk);
  });

  it('in another conversation', async () => {
    const talk = await returned(chatClient);
    await talk.ask(FIRST, {}, { 'x-plumbline-conversation': 'c-2' });
    expect(lastSent(talk)).toEqual(chatClient.body(FIRST, {}));
  });
});

it('a route of a JSON bot cannot be told: the configuration says so', () => {
  const parsed = Config.safeParse({
    upstreams: { default: { protocol: 'json', base_url: 'https://bot.example' } },
    routes: { default: { summary_to_bot: true, relay: { question: '/q', answers: ['/a'] } } },
  });
  expect(parsed.error?.issues).toMatchObject([
    { path: ['routes', 'default', 'summary_to_bot'], message: expect.stringContaining('json') },
  ]);
});
