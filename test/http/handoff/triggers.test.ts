import { describe, expect, it } from 'vitest';
import { PersonReason, TriggerName } from '../../../src/schema/index.js';
import { completion, jsonReply, streamed, streamReply } from '../../support/http-app.js';
import { TestTalk } from '../../support/talk.js';
import { chatClient, type TalkTurn } from '../../support/talk-clients.js';

const ask = (content: string): TalkTurn => ({ role: 'user', content });
const told = (content: string): TalkTurn => ({ role: 'assistant', content });

const OFFER = 'Would you rather talk to a person?';
const TRIGGERS = { frustration: { action: 'offer' } };

/** A bot that says the same, whole or streamed. */
const talkWith = (
  words: string,
  handoff: Record<string, unknown> = {},
  headers?: Record<string, string>,
): TestTalk =>
  new TestTalk(
    chatClient,
    {
      bot: ({ body }) =>
        String(body instanceof Uint8Array ? new TextDecoder().decode(body) : body).includes('"stream":true')
          ? streamReply(streamed(words))
          : jsonReply(completion(words)),
      config: { handoff: { channel: 'desk', triggers: TRIGGERS, ...handoff } },
    },
    headers,
  );

const ANGRY = 'This is RIDICULOUS!!! You stupid useless piece of junk, I am fed up!!!';

describe('a trigger that escalates', () => {
  it.each([false, true])('hands over before the bot is asked (streamed: %s)', async (stream) => {
    const talk = talkWith('RIGHT.');
    const { words, response } = await talk.ask('I want to talk to a human agent.', { stream });
    expect(words).toMatch(/^I am passing you on to a person\. A person will take this over\. You are next\./);
    expect(talk.test.sent).toEqual([]);
    expect(talk.handoff).toMatchObject({ reason: 'customer_asked', state: 'waiting', priority: 'normal' });
    expect(talk.test.audit.appended.at(-1)).toMatchObject({
      decision: 'escalate',
      reason: 'customer_asked',
      handoff_id: talk.handoff.id,
      upstream: null,
    });
    if (!stream) expect(response.headers.get('x-plumbline-handoff')).toBe(talk.handoff.id);
  });

  it('is told to who asks for a check', async () => {
    const talk = talkWith('RIGHT.');
    const body = {
      answer: 'RIGHT.',
      messages: [{ role: 'user', content: 'I want to talk to a human agent.' }],
    };
    const checked = await talk.test.post('/v1/check', body);
    expect(await checked.json()).toMatchObject({ decision: 'escalate', reason: 'customer_asked' });
  });

  it('can be switched off by route', async () => {
    const routes = { default: { triggers: { customer_asked: { action: 'off' } } } };
    const talk = new TestTalk(chatClient, { bot: () => jsonReply(completion('RIGHT.')), config: { routes } });
    expect((await talk.ask('I want to talk to a human agent.')).words).toBe('RIGHT.');
  });

  it.each([
    { name: 'where nobody takes cases', config: { handoff: { channel: 'none' } } },
    { name: 'in shadow mode', config: { routes: { default: { mode: 'shadow' } } } },
  ])('is none $name', async ({ config }) => {
    const talk = new TestTalk(chatClient, { bot: () => jsonReply(completion('RIGHT.')), config });
    expect((await talk.ask('I want to talk to a human agent.')).words).toBe('RIGHT.');
    expect(talk.test.handoffs.opened).toEqual([]);
  });

  it('does not bounce back what an ended case settled, and hears what comes after', async () => {
    const talk = talkWith('RIGHT.');
    const first = ask('I want to talk to a human agent.');
    await talk.ask([first]);
    await talk.act({ kind: 'claim' });
    await talk.act({ kind: 'resolve', summary: null });
    expect((await talk.ask([first])).words).toBe('RIGHT.');
    expect((await talk.ask([first, told('RIGHT.'), ask('What is the fee?')])).words).toBe('RIGHT.');
    expect(talk.test.handoffs.opened).toHaveLength(1);
    await talk.ask([first, told('RIGHT.'), first]);
    expect(talk.test.handoffs.opened).toHaveLength(2);
  });

  it.each([
    { fail_mode: 'closed', words: /can’t give you a reliable answer/ },
    { fail_mode: 'escalate', words: /could not confirm/ },
    { fail_mode: 'open_and_mark', words: /^RIGHT\.$/ },
  ])('whose case can’t be stored follows the fail mode: $fail_mode', async ({ fail_mode, words }) => {
    const config = { routes: { default: { fail_mode } } };
    const talk = new TestTalk(chatClient, { bot: () => jsonReply(completion('RIGHT.')), config });
    talk.test.handoffs.open = () => Promise.reject(new Error('away'));
    const answer = await talk.ask('I want to talk to a human agent.');
    expect(answer.words).toMatch(words);
    expect(answer.words).not.toContain('A person will');
  });
});

describe('an offer of a person', () => {
  it.each([false, true])('follows a right answer, which stays as it is (streamed: %s)', async (stream) => {
    const talk = talkWith('RIGHT.');
    const { words } = await talk.ask(ANGRY, { stream });
    expect(words).toBe(`RIGHT.\n\n${OFFER} Answer “yes” and I will pass you on.`);
    expect(talk.test.audit.appended.at(-1)).toMatchObject({
      decision: 'pass',
      choices: [{ original_answer: 'RIGHT.', answer: words }],
    });
    expect(talk.test.handoffs.opened).toEqual([]);
  });

  it('stands at the end of each of several choices', async () => {
    const talk = talkWith('x');
    talk.test.handoffs.opened;
    const test = new TestTalk(chatClient, {
      bot: () => jsonReply(completion('RIGHT.', 'RIGHT too.')),
      config: { handoff: { channel: 'desk', triggers: TRIGGERS } },
    }).test;
    const answered = await test.post(chatClient.path, { model: 'm', n: 2, messages: [ask(ANGRY)] });
    const { choices } = (await answered.json()) as { choices: { message: { content: string } }[] };
    expect(choices.every(({ message: { content } }) => content.includes(OFFER))).toBe(true);
  });

  it.each([
    { reply: 'Yes please', opened: 1, sent: 1, reason: 'frustration' },
    { reply: 'No thanks', opened: 0, sent: 2, reason: null },
    { reply: 'What is the fee?', opened: 0, sent: 2, reason: null },
  ])('that is answered “$reply” leads to $opened handoffs', async ({ reply, opened, sent, reason }) => {
    const talk = talkWith('RIGHT.');
    const { words } = await talk.ask(ANGRY);
    await talk.ask([ask(ANGRY), told(words), ask(reply)]);
    expect(talk.test.handoffs.opened).toHaveLength(opened);
    expect(talk.test.handoffs.opened[0]?.reason ?? null).toBe(reason);
    expect(talk.test.sent).toHaveLength(sent);
    // Later words are about something else.
    await talk.ask([ask(ANGRY), told(words), ask(reply), told('RIGHT.'), ask('yes')]);
    expect(talk.test.handoffs.opened).toHaveLength(opened);
  });

  it('is found again by a client that names no conversation', async () => {
    const talk = talkWith('RIGHT.', {}, {});
    const { words } = await talk.ask(ANGRY);
    expect(words).toMatch(/case reference: [0-9A-Z-]{23}\.$/);
    await talk.ask([ask(ANGRY), told(words), ask('yes')]);
    expect(talk.test.handoffs.opened).toHaveLength(1);
  });

  it('is not made again at every turn', async () => {
    const talk = talkWith('RIGHT.');
    const { words } = await talk.ask(ANGRY);
    const again = await talk.ask([ask(ANGRY), told(words), ask(`No. ${ANGRY}`)]);
    expect(again.words).not.toContain(OFFER);
  });

  it('is left out where it can’t be noted', async () => {
    const talk = talkWith('RIGHT.');
    talk.test.handoffs.note = () => Promise.reject(new Error('away'));
    expect((await talk.ask(ANGRY)).words).toBe('RIGHT.');
  });

  it('says when people are back', async () => {
    const weekly = { mon: ['09:00-17:00'] };
    const talk = talkWith('RIGHT.', { hours: { weekly } });
    expect((await talk.ask(ANGRY)).words).toContain('we are back on Monday 2 March, 9:00.');
  });
});

describe('answers that were rewritten again and again', () => {
  it.each([false, true])('end with a person, at the count (streamed: %s)', async (stream) => {
    const talk = talkWith('WRONG.', { triggers: { repeated_blocks: { count: 2 } } });
    const first = await talk.ask('What is the fee?', { stream });
    expect(first.words).not.toContain('A person will take this over');
    const second = await talk.ask([ask('What is the fee?'), told(first.words), ask('And for bags?')], {
      stream,
    });
    expect(second.words).toMatch(/^Refunds follow the fare\. \n\nA person will take this over\./);
    expect(talk.handoff.reason).toBe('repeated_blocks');
    expect(talk.test.audit.appended.at(-1)).toMatchObject({
      decision: 'rewrite',
      handoff_id: talk.handoff.id,
    });
  });
});

it('every reason of a trigger is one that records know', () => {
  for (const name of TriggerName.options) {
    const isDetailed = ['distress', 'legal_right', 'reserved_topic'].includes(name);
    expect(PersonReason.safeParse(isDetailed ? `${name}:detail` : name).success).toBe(true);
  }
});
