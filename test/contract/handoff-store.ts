import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HandoffChange, type NewHandoff, verifyHandoffs } from '../../src/core/escalation/index.js';
import type { HandoffFeed, HandoffStore } from '../../src/core/ports.js';
import type { Handoff, HandoffEvent } from '../../src/schema/index.js';
import {
  ADA,
  as,
  BEN,
  CUSTOMER,
  claim,
  newHandoff,
  PLACE,
  resolve,
  SYSTEM,
  said,
  taking,
} from './handoff-fixture.js';

/** A fresh store of handoffs for one test. */
export interface HandoffFixture {
  storage: { handoffs: HandoffStore; feed: HandoffFeed };
  dispose(): Promise<void>;
}

/** What every handoff store keeps to. */
export function describeHandoffStore(name: string, make: () => Promise<HandoffFixture>): void {
  describe(`handoff store: ${name}`, () => {
    let fixture: HandoffFixture;
    let handoffs: HandoffStore;
    beforeEach(async () => {
      fixture = await make();
      handoffs = fixture.storage.handoffs;
    });
    afterEach(() => fixture.dispose());

    const open = async (changes: Partial<NewHandoff> & { id: string }) =>
      (await handoffs.open(newHandoff(changes))).handoff;
    const change = async (id: string, made: HandoffChange, tenant = 'default'): Promise<Handoff> => {
      const outcome = await handoffs.change(tenant, id, made);
      if (!outcome.ok) throw new Error(`refused: ${outcome.refusal}`);
      return outcome.handoff;
    };
    const refusal = async (id: string, made: HandoffChange, tenant = 'default') => {
      const outcome = await handoffs.change(tenant, id, made);
      return outcome.ok ? null : outcome.refusal;
    };
    const kindsOf = async (handoff_id: string) =>
      (await handoffs.events('default', { handoff_id, after_seq: 0, limit: 100 })).map(({ kind }) => kind);

    describe('opening', () => {
      it('a handoff that was opened waits, with the conversation and an event, for its tenant only', async () => {
        const { handoff, conversation, is_new } = await handoffs.open(
          newHandoff({ id: 'h1', reference: 'REF' }),
        );
        expect(is_new).toBe(true);
        expect(handoff).toEqual({
          schema_version: 2,
          id: 'h1',
          ...PLACE,
          record_id: 'r1',
          version: 1,
          state: 'waiting',
          reason: 'rewrite_failed',
          priority: 'normal',
          language: 'en',
          agent: null,
          created_at_ms: 1_000,
          updated_at_ms: 1_000,
          claimed_at_ms: null,
          first_reply_at_ms: null,
          ended_at_ms: null,
          expires_at_ms: null,
          summary: null,
          customer_digest: 'digest 1',
        });
        expect(conversation).toMatchObject({
          ...PLACE,
          state: 'waiting',
          epoch: 1,
          handoff_id: 'h1',
          reference: 'REF',
        });
        expect(await handoffs.get('default', 'h1')).toEqual(handoff);
        expect(await handoffs.get('other', 'h1')).toBeNull();
        expect(await handoffs.events('default', { after_seq: 0, limit: 9 })).toEqual([
          {
            schema_version: 1,
            seq: expect.any(Number),
            ...PLACE,
            handoff_id: 'h1',
            version: 1,
            kind: 'opened',
            at_ms: 1_000,
            actor: SYSTEM,
            text: 'May I bring my cello?',
            data: { asked: true, reason: 'rewrite_failed' },
            delivered_at_ms: null,
          },
        ]);
      });

      it('a conversation that waits gets no second handoff, however many ask at once', async () => {
        const asked = Array.from({ length: 10 }, (_, n) => handoffs.open(newHandoff({ id: `h${n}` })));
        const outcomes = await Promise.all(asked);
        expect(new Set(outcomes.map(({ handoff }) => handoff.id)).size).toBe(1);
        expect(outcomes.filter(({ is_new }) => is_new)).toHaveLength(1);
        expect((await handoffs.list('default', { limit: 10 })).handoffs).toHaveLength(1);
        expect((await handoffs.conversation(PLACE))?.epoch).toBe(1);
      });

      it('the same conversation id of another route or tenant is another conversation', async () => {
        await open({ id: 'h1' });
        expect((await open({ id: 'h2', route: 'loyalty' })).id).toBe('h2');
        expect((await open({ id: 'h3', tenant: 'other' })).id).toBe('h3');
        await change('h1', claim());
        expect(await handoffs.conversation({ ...PLACE, tenant: 'other' })).toMatchObject({
          state: 'waiting',
          epoch: 1,
        });
      });

      it('once a handoff has ended the conversation can wait again, with a later epoch', async () => {
        await open({ id: 'h1' });
        await change('h1', claim());
        await change('h1', resolve());
        const { conversation, is_new } = await handoffs.open(newHandoff({ id: 'h2' }));
        expect(is_new).toBe(true);
        expect(conversation).toMatchObject({ state: 'waiting', epoch: 4, handoff_id: 'h2' });
      });

      it('an id that is taken is refused, and nothing is left of the attempt', async () => {
        await open({ id: 'h1' });
        await expect(open({ id: 'h1', conversation_id: 'another' })).rejects.toThrow();
        expect(await handoffs.conversation({ ...PLACE, conversation_id: 'another' })).toBeNull();
        expect(await kindsOf('h1')).toEqual(['opened']);
      });
    });

    describe('changing', () => {
      it('each change raises the version by one and tells of itself', async () => {
        await open({ id: 'h1', expires_at_ms: 60_000 });
        expect(await change('h1', claim())).toMatchObject({
          version: 2,
          state: 'claimed',
          agent: ADA,
          claimed_at_ms: 2_000,
          expires_at_ms: null,
        });
        await change('h1', {
          kind: 'customer_message',
          at_ms: 2_500,
          actor: CUSTOMER,
          text: 'Hello?',
          digest: 'd2',
        });
        await change('h1', said('Good morning.'));
        await change('h1', { kind: 'note', at_ms: 3_500, actor: as(BEN), text: 'A regular.' });
        await change('h1', { kind: 'reassign', at_ms: 4_000, actor: as(BEN), to: BEN });
        await change('h1', { kind: 'release', at_ms: 5_000, actor: as(BEN), expires_at_ms: 90_000 });
        expect(await handoffs.get('default', 'h1')).toMatchObject({
          version: 7,
          state: 'waiting',
          agent: null,
          claimed_at_ms: 2_000,
          first_reply_at_ms: 3_000,
          expires_at_ms: 90_000,
          updated_at_ms: 5_000,
        });
        await change('h1', claim(BEN, 6_000));
        const ended = await change('h1', {
          kind: 'return',
          at_ms: 7_000,
          actor: as(BEN),
          summary: 'Cello is fine.',
        });
        expect(ended).toMatchObject({
          state: 'returned',
          agent: BEN,
          summary: 'Cello is fine.',
          ended_at_ms: 7_000,
        });
        expect(await handoffs.get('default', 'h1')).toEqual(ended);
        const events = await handoffs.events('default', { handoff_id: 'h1', after_seq: 0, limit: 100 });
        expect(events.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        expect(events.map(({ kind }) => kind)).toEqual([
          'opened',
          'claimed',
          'customer_message',
          'person_message',
          'note',
          'reassigned',
          'released',
          'claimed',
          'returned',
        ]);
      });

      it('whenever the floor changes hands the conversation follows, with the next epoch', async () => {
        const floor = async () => {
          const talk = await handoffs.conversation(PLACE);
          return [talk?.state, talk?.epoch, talk?.handoff_id];
        };
        await open({ id: 'h1' });
        expect(await floor()).toEqual(['waiting', 1, 'h1']);
        await change('h1', claim());
        expect(await floor()).toEqual(['human', 2, 'h1']);
        await change('h1', said('Hello.'));
        await change('h1', { kind: 'reassign', at_ms: 4_000, actor: as(ADA), to: BEN });
        expect(await floor()).toEqual(['human', 2, 'h1']);
        await change('h1', { kind: 'release', at_ms: 5_000, actor: as(BEN), expires_at_ms: null });
        expect(await floor()).toEqual(['waiting', 3, 'h1']);
        await change('h1', { kind: 'cancel', at_ms: 6_000, actor: CUSTOMER });
        expect(await floor()).toEqual(['bot', 4, null]);
      });

      it('the end settles the customer’s last message and clears what was counted', async () => {
        await handoffs.note(PLACE, {
          at_ms: 500,
          blocked: 2,
          rewritten: 1,
          offer: { reason: 'frustration' },
        });
        await open({ id: 'h1' });
        expect(await handoffs.conversation(PLACE)).toMatchObject({ blocked: 2, offer_reason: null });
        await change('h1', claim());
        await change('h1', {
          kind: 'customer_message',
          at_ms: 2_500,
          actor: CUSTOMER,
          text: 'Hello?',
          digest: 'd2',
        });
        await change('h1', resolve());
        expect(await handoffs.conversation(PLACE)).toMatchObject({
          settled_digest: 'd2',
          blocked: 0,
          rewritten: 0,
          offer_reason: null,
          offered_at_ms: null,
        });
      });

      it('the customer’s latest words are found for many cases at once, within the tenant', async () => {
        const many = Array.from({ length: 120 }, (_, n) => `h${n}`);
        for (const id of ['h0', 'h1', 'h119'])
          await open({ id, conversation_id: `of ${id}`, text: `opening ${id}` });
        await open({ id: 'silent', conversation_id: 'of silent', text: null });
        await change('h1', {
          kind: 'customer_message',
          at_ms: 2_000,
          actor: CUSTOMER,
          text: 'Still there?',
          digest: null,
        });
        await change('h1', { kind: 'note', at_ms: 2_500, actor: as(ADA), text: 'Not theirs.' });
        const words = await handoffs.latestWords('default', [...many, 'silent']);
        expect([...words].toSorted()).toEqual([
          ['h0', 'opening h0'],
          ['h1', 'Still there?'],
          ['h119', 'opening h119'],
        ]);
        expect((await handoffs.latestWords('other', many)).size).toBe(0);
        expect((await handoffs.latestWords('default', [])).size).toBe(0);
        expect(await handoffs.lastSeq('default')).toBe(
          (await handoffs.events('default', { after_seq: 0, limit: 99 })).at(-1)?.seq,
        );
        expect(await handoffs.lastSeq('other')).toBe(0);
      });

      it('of two claims at once one wins, and the other is told who has it', async () => {
        await open({ id: 'h1' });
        const outcomes = await Promise.all(
          Array.from({ length: 8 }, (_, n) =>
            handoffs.change('default', 'h1', claim({ id: `agent ${n}`, name: `Agent ${n}` })),
          ),
        );
        const won = outcomes.filter(({ ok }) => ok);
        expect(won).toHaveLength(1);
        const holder = won[0]?.handoff?.agent;
        for (const outcome of outcomes) {
          if (outcome.ok) continue;
          expect(outcome.refusal).toBe('already_claimed');
          expect(outcome.handoff?.agent).toEqual(holder);
        }
        expect(await kindsOf('h1')).toEqual(['opened', 'claimed']);
        expect((await handoffs.conversation(PLACE))?.epoch).toBe(2);
      });

      it('messages that come at once are all kept, each with a version of its own', async () => {
        await open({ id: 'h1' });
        await change('h1', claim());
        const texts = Array.from({ length: 8 }, (_, n) => `message ${n}`);
        await Promise.all(texts.map((text) => change('h1', said(text))));
        const events = await handoffs.events('default', {
          handoff_id: 'h1',
          after_seq: 0,
          kinds: ['person_message'],
          limit: 20,
        });
        expect(events.map(({ text }) => text).sort()).toEqual(texts);
        expect(events.map(({ version }) => version)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
      });

      it('a change with a key that was used before is made once, even at the same time', async () => {
        await open({ id: 'h1' });
        await change('h1', claim());
        const once = said('Only once.', { idempotency_key: 'k1' });
        const [first, second] = await Promise.all([
          handoffs.change('default', 'h1', once),
          handoffs.change('default', 'h1', once),
        ]);
        const later = await handoffs.change('default', 'h1', once);
        if (!first.ok || !second.ok || !later.ok) throw new Error('refused');
        expect(new Set([first.event.seq, second.event.seq, later.event.seq]).size).toBe(1);
        expect(await kindsOf('h1')).toEqual(['opened', 'claimed', 'person_message']);
        // Even once the case has ended: the first try was acknowledged late.
        await change('h1', resolve());
        expect((await handoffs.change('default', 'h1', once)).ok).toBe(true);
      });

      it.each<{ name: string; before: HandoffChange[]; refused: HandoffChange; why: string }>([
        { name: 'a claim of a claimed case', before: [claim()], refused: claim(BEN), why: 'already_claimed' },
        { name: 'a claim after the end', before: [claim(), resolve()], refused: claim(BEN), why: 'ended' },
        { name: 'a person’s message before a claim', before: [], refused: said('Hi.'), why: 'not_claimed' },
        { name: 'a message of another agent', before: [claim(BEN)], refused: said('Hi.'), why: 'not_yours' },
        { name: 'an end by another agent', before: [claim(BEN)], refused: resolve(), why: 'not_yours' },
        {
          name: 'reassigning a case that waits',
          before: [],
          refused: { kind: 'reassign', at_ms: 3_000, actor: as(ADA), to: BEN },
          why: 'not_claimed',
        },
        {
          name: 'cancelling what a person holds',
          before: [claim()],
          refused: { kind: 'cancel', at_ms: 3_000, actor: CUSTOMER },
          why: 'already_claimed',
        },
        {
          name: 'a customer’s message after the end',
          before: [claim(), resolve()],
          refused: { kind: 'customer_message', at_ms: 9_500, actor: CUSTOMER, text: 'And?', digest: null },
          why: 'ended',
        },
        {
          name: 'expiring before its time',
          before: [],
          refused: { kind: 'expire', at_ms: 3_000, actor: SYSTEM },
          why: 'not_due',
        },
      ])('$name is refused and changes nothing', async ({ before, refused, why }) => {
        await open({ id: 'h1' });
        for (const one of before) await change('h1', one);
        const [was, talk, events] = [
          await handoffs.get('default', 'h1'),
          await handoffs.conversation(PLACE),
          await kindsOf('h1'),
        ];
        expect(await refusal('h1', refused)).toBe(why);
        expect(await handoffs.get('default', 'h1')).toEqual(was);
        expect(await handoffs.conversation(PLACE)).toEqual(talk);
        expect(await kindsOf('h1')).toEqual(events);
      });

      it('another tenant’s case is unknown', async () => {
        await open({ id: 'h1' });
        expect(await refusal('h1', claim(), 'other')).toBe('unknown');
        expect((await handoffs.get('default', 'h1'))?.state).toBe('waiting');
      });

      it('a bot’s late output is kept after the end too', async () => {
        await open({ id: 'h1' });
        await change('h1', claim());
        await change('h1', resolve());
        await change('h1', {
          kind: 'bot_output_dropped',
          at_ms: 9_500,
          actor: { type: 'bot', id: null, name: null },
          text: 'Refunds take a day.',
          data: { epoch: 0 },
        });
        expect((await handoffs.conversation(PLACE))?.state).toBe('bot');
        expect(await kindsOf('h1')).toEqual(['opened', 'claimed', 'resolved', 'bot_output_dropped']);
      });
    });

    describe('delivery', () => {
      const textsOf = (events: readonly HandoffEvent[]) => events.map(({ text }) => text);
      const take = async (taker?: string, at_ms?: number) =>
        await handoffs.takeUndelivered('default', 'h1', taking(taker, at_ms));
      const deliveredAt = async () => {
        const kept = await handoffs.events('default', { after_seq: 0, kinds: ['person_message'], limit: 9 });
        return kept.map(({ delivered_at_ms }) => delivered_at_ms);
      };
      const seqsOf = (events: readonly HandoffEvent[]) => events.map(({ seq }) => seq);
      beforeEach(async () => {
        await open({ id: 'h1' });
        await change('h1', claim());
        for (const text of ['one', 'two', 'three']) await change('h1', said(text));
      });

      it('a person’s message is taken for one request, whoever asks at the same time', async () => {
        const taken = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((taker) => take(taker)));
        expect(textsOf(taken.flat())).toEqual(['one', 'two', 'three']);
        expect(await take('f', 5_000)).toEqual([]);
        expect(await deliveredAt()).toEqual([null, null, null]);
      });

      it('it is delivered once that is confirmed, and the first time counts', async () => {
        const taken = await take('a');
        await handoffs.confirmDelivered('default', seqsOf(taken).slice(0, 2), 4_100);
        await handoffs.confirmDelivered('default', seqsOf(taken).slice(0, 1), 4_200);
        expect(await deliveredAt()).toEqual([4_100, 4_100, null]);
        expect(textsOf(await take('b', 90_000))).toEqual(['three']);
      });

      it('one whose taker never came back is for the next request after its time', async () => {
        await take('a', 4_000);
        expect(await take('b', 13_999)).toEqual([]);
        expect(textsOf(await take('b', 14_000))).toEqual(['one', 'two', 'three']);
      });

      it('one that is given back is for the next request at once, unless another has taken it since', async () => {
        const taken = await take('a', 4_000);
        await handoffs.giveBackUndelivered('default', seqsOf(taken), 'a');
        expect(textsOf(await take('b', 4_100))).toEqual(['one', 'two', 'three']);
        await handoffs.giveBackUndelivered('default', seqsOf(taken), 'a');
        expect(await take('c', 4_200)).toEqual([]);
      });

      it('a request that is sent again gets what it took, delivered or not, and what was written since', async () => {
        await handoffs.confirmDelivered('default', seqsOf(await take('a')), 4_100);
        await change('h1', said('four'));
        expect(textsOf(await take('a', 4_200))).toEqual(['one', 'two', 'three', 'four']);
        expect(await take('b', 4_300)).toEqual([]);
        await handoffs.giveBackUndelivered('default', seqsOf(await take('a', 4_400)), 'a');
        expect(textsOf(await take('b', 4_500))).toEqual(['four']);
      });

      it('another tenant takes, confirms and gives back nothing', async () => {
        expect(await handoffs.takeUndelivered('other', 'h1', taking('a'))).toEqual([]);
        const taken = await take('a');
        await handoffs.confirmDelivered('other', seqsOf(taken), 4_100);
        await handoffs.giveBackUndelivered('other', seqsOf(taken), 'a');
        expect(await take('b', 4_200)).toEqual([]);
        expect(await deliveredAt()).toEqual([null, null, null]);
      });
    });

    describe('conversations', () => {
      it('counts add up, however many are noted at once, and words stay until they are named anew', async () => {
        expect(await handoffs.conversation(PLACE)).toBeNull();
        await handoffs.note(PLACE, { at_ms: 1_000, language: 'fr', reference: 'REF 1' });
        await Promise.all(
          Array.from({ length: 10 }, () => handoffs.note(PLACE, { at_ms: 2_000, blocked: 1, rewritten: 2 })),
        );
        expect(await handoffs.note(PLACE, { at_ms: 1_500, offer: { reason: 'frustration' } })).toEqual({
          schema_version: 1,
          ...PLACE,
          state: 'bot',
          epoch: 0,
          handoff_id: null,
          reference: 'REF 1',
          language: 'fr',
          blocked: 10,
          rewritten: 20,
          offer_reason: 'frustration',
          offered_at_ms: 1_500,
          settled_digest: null,
          updated_at_ms: 2_000,
        });
        expect(await handoffs.note(PLACE, { at_ms: 3_000, offer: null })).toMatchObject({
          offer_reason: null,
          offered_at_ms: null,
        });
      });

      it('a reference finds its conversation within tenant and route only, and is never replaced', async () => {
        await handoffs.note(PLACE, { at_ms: 1_000, reference: 'REF 1' });
        await handoffs.note(PLACE, { at_ms: 2_000, reference: 'REF 2' });
        await open({ id: 'h1', reference: 'REF 3' });
        expect((await handoffs.byReference('default', 'default', 'REF 1'))?.conversation_id).toBe('talk');
        for (const [tenant, route, reference] of [
          ['other', 'default', 'REF 1'],
          ['default', 'loyalty', 'REF 1'],
          ['default', 'default', 'REF 2'],
          ['default', 'default', 'REF 3'],
        ] as const) {
          expect(await handoffs.byReference(tenant, route, reference)).toBeNull();
        }
      });
    });

    describe('lists', () => {
      const openThree = async () => {
        await open({ id: 'h1', conversation_id: 'a', at_ms: 1 });
        await open({ id: 'h2', conversation_id: 'b', at_ms: 2, priority: 'urgent' });
        await open({ id: 'h3', conversation_id: 'c', at_ms: 3, priority: 'high' });
        await open({ id: 'h4', conversation_id: 'd', at_ms: 4 });
        await open({ id: 'h5', conversation_id: 'e', at_ms: 5, route: 'loyalty', priority: 'urgent' });
        await open({ id: 'h6', conversation_id: 'f', at_ms: 6, tenant: 'other', priority: 'urgent' });
      };
      const pagesOf = async (query: Parameters<HandoffStore['list']>[1]) => {
        const ids: string[][] = [];
        let cursor: string | null = null;
        do {
          const page = await handoffs.list('default', { ...query, ...(cursor === null ? {} : { cursor }) });
          ids.push(page.handoffs.map(({ id }) => id));
          cursor = page.next_cursor;
        } while (cursor !== null);
        return ids;
      };

      it('waiting cases come by priority, then by age', async () => {
        await openThree();
        expect(await pagesOf({ states: ['waiting'], limit: 2 })).toEqual([
          ['h2', 'h5'],
          ['h3', 'h1'],
          ['h4'],
        ]);
        expect(await pagesOf({ states: ['waiting'], route: 'default', limit: 9 })).toEqual([
          ['h2', 'h3', 'h1', 'h4'],
        ]);
      });

      it('others come newest first, by state and agent', async () => {
        await openThree();
        await change('h2', claim());
        await change('h4', claim(BEN));
        expect(await pagesOf({ limit: 3 })).toEqual([
          ['h5', 'h4', 'h3'],
          ['h2', 'h1'],
        ]);
        expect(await pagesOf({ states: ['claimed'], limit: 9 })).toEqual([['h4', 'h2']]);
        expect(await pagesOf({ agent_id: 'ada', limit: 9 })).toEqual([['h2']]);
      });

      it('a place in the queue counts those of the same route that come before', async () => {
        await openThree();
        const places = await Promise.all(
          (['h2', 'h3', 'h1', 'h4', 'h5'] as const).map(async (id) => {
            const handoff = await handoffs.get('default', id);
            return handoff === null ? null : await handoffs.position(handoff);
          }),
        );
        expect(places).toEqual([1, 2, 3, 4, 1]);
        expect(await handoffs.position(await change('h2', claim()))).toBe(0);
      });

      it('a route’s queue says who waits, since when, and how long others waited', async () => {
        expect(await handoffs.queue('default', 'default')).toEqual({
          waiting: 0,
          claimed: 0,
          oldest_waiting_at_ms: null,
          recent_claims: [],
        });
        await openThree();
        await change('h1', claim(ADA, 2_001));
        await change('h3', claim(BEN, 3_003));
        await change('h3', resolve(BEN));
        expect(await handoffs.queue('default', 'default')).toEqual({
          waiting: 2,
          claimed: 1,
          oldest_waiting_at_ms: 2,
          recent_claims: [
            { at_ms: 3_003, waited_ms: 3_000 },
            { at_ms: 2_001, waited_ms: 2_000 },
          ],
        });
      });

      it('what is due is found across tenants, longest overdue first, and expires once', async () => {
        await open({ id: 'h1', conversation_id: 'a', expires_at_ms: 5_000 });
        await open({ id: 'h2', conversation_id: 'b', expires_at_ms: 4_000, tenant: 'other' });
        await open({ id: 'h3', conversation_id: 'c', expires_at_ms: 6_000 });
        await open({ id: 'h4', conversation_id: 'd' });
        await open({ id: 'h5', conversation_id: 'e', expires_at_ms: 1_500 });
        await change('h5', claim());
        expect((await handoffs.due(5_000, 9)).map(({ id }) => id)).toEqual(['h2', 'h1']);
        expect((await handoffs.due(5_000, 1)).map(({ id }) => id)).toEqual(['h2']);
        const expire: HandoffChange = { kind: 'expire', at_ms: 5_000, actor: SYSTEM };
        expect(await change('h1', expire)).toMatchObject({ state: 'expired', ended_at_ms: 5_000 });
        expect(await refusal('h1', expire)).toBe('ended');
        expect((await handoffs.due(5_000, 9)).map(({ id }) => id)).toEqual(['h2']);
      });
    });

    describe('erasure', () => {
      it('takes the words of a conversation and leaves the steps, and another conversation as it is', async () => {
        await open({ id: 'h1', text: 'zebra', data: { transcript: ['zebra'] } });
        await open({ id: 'h2', conversation_id: 'another' });
        await change('h1', claim());
        await change('h1', said('zebra'));
        await change('h1', { ...resolve(), kind: 'resolve', summary: 'zebra' });
        expect(await handoffs.erase(PLACE)).toBe(3);
        expect(await handoffs.erase(PLACE)).toBe(0);
        const events = await handoffs.events('default', { handoff_id: 'h1', after_seq: 0, limit: 9 });
        expect(events.map(({ kind, text }) => [kind, text])).toEqual([
          ['opened', null],
          ['claimed', null],
          ['person_message', null],
          ['resolved', null],
        ]);
        expect(JSON.stringify([events, await handoffs.get('default', 'h1')])).not.toContain('zebra');
        expect(events.map(({ data }) => data)).toEqual([
          { erased: true },
          { agent: ADA },
          { erased: true },
          { erased: true },
        ]);
        expect(await handoffs.get('default', 'h1')).toMatchObject({ summary: null, customer_digest: null });
        expect((await handoffs.conversation(PLACE))?.settled_digest).toBeNull();
        expect(await handoffs.takeUndelivered('default', 'h1', taking())).toEqual([]);
        expect(await handoffs.events('default', { handoff_id: 'h2', after_seq: 0, limit: 9 })).toMatchObject([
          { text: 'May I bring my cello?' },
        ]);
        expect((await verifyHandoffs(handoffs, 'default')).problems).toEqual([]);
      });
    });

    describe('events', () => {
      it('are read on from any place, by tenant, conversation and kind', async () => {
        await open({ id: 'h1', conversation_id: 'a' });
        await open({ id: 'h2', conversation_id: 'b', tenant: 'other' });
        await change('h1', claim());
        const read = async (tenant: string | null, query: Partial<Parameters<HandoffStore['events']>[1]>) =>
          (await handoffs.events(tenant, { after_seq: 0, limit: 9, ...query })).map(
            ({ handoff_id, kind }) => `${handoff_id} ${kind}`,
          );
        expect(await read(null, {})).toEqual(['h1 opened', 'h2 opened', 'h1 claimed']);
        expect(await read('default', {})).toEqual(['h1 opened', 'h1 claimed']);
        expect(await read(null, { kinds: ['claimed'] })).toEqual(['h1 claimed']);
        expect(await read('other', { conversation: { ...PLACE, conversation_id: 'a' } })).toEqual([]);
        expect(await read('default', { conversation: { ...PLACE, conversation_id: 'a' } })).toHaveLength(2);
        const [first] = await handoffs.events(null, { after_seq: 0, limit: 1 });
        expect(await read(null, { after_seq: first?.seq ?? 0 })).toEqual(['h2 opened', 'h1 claimed']);
      });

      it('are told of in their order, until nobody wants to know', async () => {
        const told: HandoffEvent[] = [];
        const end = fixture.storage.feed.subscribe((event) => told.push(event));
        await open({ id: 'h1' });
        await change('h1', claim());
        await refusal('h1', claim(BEN));
        end();
        await change('h1', said('Hello.'));
        expect(told).toEqual(
          (await handoffs.events(null, { after_seq: 0, limit: 9 })).filter(
            ({ kind }) => kind !== 'person_message',
          ),
        );
        expect(told).toHaveLength(2);
      });
    });
  });
}
