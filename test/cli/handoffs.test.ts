import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handoffsVerify } from '../../src/cli/handoffs.js';
import { memoryFixture } from '../adapters/storage/sqlite-fixture.js';
import {
  ADA,
  as,
  auditRecord,
  BEN,
  claim,
  newHandoff,
  resolve,
  type StorageFixture,
  said,
} from '../contract/index.js';

describe('plumbline handoffs verify', () => {
  let fixture: StorageFixture;
  let lines: string[];
  beforeEach(async () => {
    fixture = await memoryFixture();
    lines = [];
    await fixture.storage.audit.append(auditRecord({ id: 'r1' }));
    const { handoffs } = fixture.storage;
    await handoffs.open(newHandoff({ id: 'h1' }));
    await handoffs.change('default', 'h1', claim());
    await handoffs.change('default', 'h1', said('Hello.'));
    await handoffs.change('default', 'h1', { kind: 'reassign', at_ms: 4_000, actor: as(ADA), to: BEN });
    await handoffs.change('default', 'h1', resolve(BEN));
    await handoffs.open(newHandoff({ id: 'h2', at_ms: 10_000 }));
    await handoffs.change('default', 'h2', claim(ADA, 11_000));
  });
  afterEach(() => fixture.dispose());

  const verify = (options = {}) =>
    handoffsVerify({ storage: fixture.storage, out: (line) => lines.push(line) }, options);

  it('what was only changed through the store agrees', async () => {
    expect(await verify()).toBe(0);
    expect(lines).toEqual(['default: handoffs 2, events 7, conversations 1; all agree.']);
  });

  it.each([
    {
      name: 'a step that is missing',
      sql: `delete from handoff_events where handoff_id = 'h1' and version = 3`,
      says: /handoff h1: event 4 \(reassigned\) stands at place 3/,
    },
    {
      name: 'a state without its step',
      sql: `update handoffs set state = 'resolved' where id = 'h2'`,
      says: /handoff h2: is "resolved", by its events "claimed"/,
    },
    {
      name: 'another holder than its steps say',
      sql: `update handoffs set agent_id = 'cem' where id = 'h2'`,
      says: /handoff h2: is held by "cem", by its events "ada"/,
    },
    {
      name: 'words of somebody who did not hold the case',
      sql: `update handoff_events set actor_id = 'cem' where kind = 'person_message'`,
      says: /handoff h1: event 3 \(person_message\) is from "cem", while "ada" held the case/,
    },
    {
      name: 'a second claim',
      sql: `insert into handoff_events (tenant, route, conversation_id, handoff_id, version, kind, at_ms, actor_type, data) values ('default', 'default', 'talk', 'h2', 3, 'claimed', 1, 'agent', '{"agent":{"id":"ben"}}')`,
      says: /handoff h2: event 3 \(claimed\) does not follow from "claimed"/,
    },
    {
      name: 'steps of a handoff that is not there',
      sql: `delete from handoffs where id = 'h1'`,
      says: /handoff h1: has events and is not there/,
    },
    {
      name: 'a conversation that the bot would get back',
      sql: `update conversations set state = 'bot', handoff_id = null`,
      says: /conversation talk of default: is "bot", by its handoffs "human"/,
    },
    {
      name: 'an epoch that was lost',
      sql: 'update conversations set epoch = 3',
      says: /conversation talk of default: has epoch 3, the floor changed hands 5 times/,
    },
    {
      name: 'a conversation that is missing',
      sql: 'delete from conversations',
      says: /conversation talk of default: is not there/,
    },
    {
      name: 'two open at a time',
      sql: `update handoff_events set seq = 1000 where handoff_id = 'h1' and version = 5`,
      says: /conversation talk of default: opened h2 while h1 was open/,
    },
  ])('$name is named', async ({ sql, says }) => {
    await fixture.tamper(sql);
    expect(await verify({ tenant: 'default' })).toBe(1);
    expect(lines.join('\n')).toMatch(says);
  });

  it('--json prints one document', async () => {
    await verify({ json: true });
    expect(JSON.parse(lines.join('\n'))).toMatchObject({
      agrees: true,
      tenants: [{ tenant: 'default', handoffs: 2, problems: [] }],
    });
  });
});
