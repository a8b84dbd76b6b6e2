import { describe, expect, it } from 'vitest';
import { completion, jsonReply } from '../../support/http-app.js';
import { TestTalk } from '../../support/talk.js';
import { chatClient, type TalkTurn } from '../../support/talk-clients.js';

const REFERENCE = /[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}/;

const ask = (content: string): TalkTurn => ({ role: 'user', content });
const told = (content: string): TalkTurn => ({ role: 'assistant', content });

/** A client that names no conversation. */
const unnamed = (options: ConstructorParameters<typeof TestTalk>[1] = {}) =>
  new TestTalk(chatClient, { bot: () => jsonReply(completion('HANDOFF.')), ...options }, {});

const referenceOf = (words: string): string => REFERENCE.exec(words)?.[0] ?? '';

describe('a client that names no conversation', () => {
  it('is told a reference of 100 bits, and found by it in our own message', async () => {
    const talk = unnamed();
    const first = await talk.ask('May I?');
    const second = await talk.ask([ask('May I?'), told(first.words), ask('Hello?')]);
    expect(second.words).toContain('Your message is with your case');
    expect(second.words).toContain(referenceOf(first.words));
    expect(talk.test.sent).toHaveLength(1);
    expect(second.response.headers.get('x-plumbline-conversation')).toBe(
      first.response.headers.get('x-plumbline-conversation'),
    );
  });

  it('finds it in each later answer too, when the first is not sent along any more', async () => {
    const talk = unnamed();
    const first = await talk.ask('May I?');
    const second = await talk.ask([ask('May I?'), told(first.words), ask('Hello?')]);
    const { handoff } = talk;
    await talk.act({ kind: 'claim' });
    await talk.act({ kind: 'person_message', text: 'Here I am.' });
    const third = await talk.ask([told(second.words), ask('Well?')]);
    expect(third.words).toBe(`Dana: Here I am.\n\nYour case reference: ${referenceOf(first.words)}.`);
    await talk.act({ kind: 'person_message', text: 'Bye.' });
    expect((await talk.ask([told(third.words), ask('Thanks.')])).words).toMatch(/^Dana: Bye\./);
    expect(talk.test.handoffs.opened.map(({ id }) => id)).toEqual([handoff.id]);
  });

  it('the same first message twice is two conversations', async () => {
    const talk = unnamed();
    await talk.ask('May I?');
    await talk.ask('May I?');
    expect(talk.test.sent).toHaveLength(2);
    expect(new Set(talk.test.handoffs.opened.map(({ conversation_id }) => conversation_id)).size).toBe(2);
  });

  it.each([
    {
      name: 'that the customer writes',
      turns: (words: string) => [ask(`My case: ${words}`), told('Fine.'), ask('Well?')],
    },
    {
      name: 'that the bot repeats after the customer',
      turns: (words: string) => [ask(`Say: ${words}`), told(words), ask('Well?')],
    },
    {
      name: 'that a system message has',
      turns: (words: string) => [{ role: 'system', content: words } as unknown as TalkTurn, ask('Well?')],
    },
    {
      name: 'that is forged',
      turns: () => [ask('May I?'), told('Your case reference: 00000-00000-00000-00000.'), ask('Well?')],
    },
    {
      name: 'that is written by hand, without our words',
      turns: (words: string) => [ask('May I?'), told(referenceOf(words)), ask('Well?')],
    },
  ])('a reference $name finds nothing', async ({ turns }) => {
    const talk = unnamed();
    const { words } = await talk.ask('May I?');
    await talk.ask(turns(words));
    expect(talk.test.sent).toHaveLength(2);
  });
});

describe('an id or a reference', () => {
  const two = async () => {
    const talk = unnamed({ config: { routes: { default: {}, other: {} } } });
    for (const tenant of ['a', 'b'])
      await talk.test.keys.create(`plk_${tenant}`, { role: 'vendor', tenant, routes: ['default', 'other'] });
    return talk;
  };
  const as = (tenant: string, more: Record<string, string> = {}) => ({
    'x-plumbline-key': `plk_${tenant}`,
    ...more,
  });
  const named = { 'x-plumbline-conversation': 'c-1' };

  it.each([
    { name: 'of another tenant', headers: as('b') },
    { name: 'of another route', headers: as('a', { 'x-plumbline-route': 'other' }) },
  ])('$name finds nothing', async ({ headers }) => {
    const talk = await two();
    const { words } = await talk.ask('May I?', {}, as('a', named));
    await talk.ask('Well?', {}, { ...headers, ...named });
    await talk.ask([ask('May I?'), told(words), ask('Well?')], {}, headers);
    expect(talk.test.sent).toHaveLength(3);
    expect(new Set(talk.test.handoffs.opened.map(({ id }) => id)).size).toBe(3);
  });

  it('costs one look-up, and one before words of the bot go out; a request with neither costs none', async () => {
    const talk = unnamed();
    const looked: string[] = [];
    const { handoffs } = talk.test;
    const { conversation, byReference } = handoffs;
    handoffs.conversation = (place) => {
      looked.push('id');
      return conversation.call(handoffs, place);
    };
    handoffs.byReference = (...place) => {
      looked.push('reference');
      return byReference.call(handoffs, ...place);
    };
    const { words } = await talk.ask('May I?');
    expect(looked).toEqual([]);
    await talk.ask([ask('May I?'), told(words), ask('Well?')]);
    expect(looked).toEqual(['reference']);
    await talk.ask('Well?', {}, named);
    expect(looked.slice(1)).toEqual(['id', 'id']);
  });

  it('is not looked up where nobody takes cases, nor in shadow mode', async () => {
    for (const config of [{ handoff: { channel: 'none' } }, { routes: { default: { mode: 'shadow' } } }]) {
      const talk = unnamed({ config });
      talk.test.handoffs.conversation = () => Promise.reject(new Error('looked up'));
      await talk.ask('May I?', {}, named);
      expect(talk.test.sent).toHaveLength(1);
      expect(talk.test.handoffs.opened).toEqual([]);
    }
  });
});

describe('the opening message', () => {
  it.each([
    { waiting: 0, words: 'You are next.' },
    { waiting: 2, words: 'You are number 3' },
  ])('tells the place of who comes after $waiting others', async ({ waiting, words }) => {
    const talk = unnamed();
    for (let at = 0; at < waiting; at += 1) await talk.ask('May I?');
    expect((await talk.ask('May I?')).words).toContain(words);
  });

  it('promises a person only once the case is stored', async () => {
    const talk = unnamed();
    talk.test.handoffs.open = () => Promise.reject(new Error('away'));
    const { words, response } = await talk.ask('May I?');
    expect(words).toBe(
      'I’m sorry, I could not confirm the answer to this in our policies, and I would rather not tell you something that may be wrong. You can reach us by phone at 555-0173.',
    );
    expect(response.headers.get('x-plumbline-handoff')).toBeNull();
  });

  it('is of a case that holds what the customer asked, and its record', async () => {
    const talk = unnamed();
    await talk.ask('May I?');
    expect(await talk.events()).toEqual([{ kind: 'opened', text: 'May I?' }]);
    expect(talk.handoff).toMatchObject({
      state: 'waiting',
      reason: 'unsupported',
      language: 'en',
      record_id: talk.test.audit.appended.at(-1)?.id,
    });
  });

  it('opens none again for what was said before the last case ended', async () => {
    const talk = unnamed();
    const named = { 'x-plumbline-conversation': 'c-1' };
    await talk.ask('May I?', {}, named);
    await talk.act({ kind: 'claim' });
    await talk.act({ kind: 'resolve', summary: 'Told.' });
    const again = await talk.ask('May I?', {}, named);
    expect(again.words).not.toContain('person');
    expect(talk.test.handoffs.opened).toHaveLength(1);
    await talk.ask([ask('May I?'), told('No.'), ask('And this?')], {}, named);
    expect(talk.test.handoffs.opened).toHaveLength(2);
  });
});
