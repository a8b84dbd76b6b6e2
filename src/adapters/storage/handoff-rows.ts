import type { Insertable, Selectable } from 'kysely';
import type { NewEvent } from '../../core/escalation/index.js';
import { Conversation, Handoff, HandoffEvent, HandoffPriority } from '../../schema/index.js';
import type { Tables } from './tables.js';

/** 0 for the most urgent. */
const rankOf = (priority: HandoffPriority): number =>
  HandoffPriority.options.length - 1 - HandoffPriority.options.indexOf(priority);

export function handoffRow({
  schema_version: _version,
  priority,
  agent,
  ...kept
}: Handoff): Insertable<Tables['handoffs']> {
  return {
    ...kept,
    priority_rank: rankOf(priority),
    agent_id: agent?.id ?? null,
    agent_name: agent?.name ?? null,
  };
}

export function handoffOf({
  priority_rank,
  agent_id,
  agent_name,
  ...kept
}: Selectable<Tables['handoffs']>): Handoff {
  return Handoff.parse({
    schema_version: 2,
    ...kept,
    priority: HandoffPriority.options.find((priority) => rankOf(priority) === priority_rank),
    agent: agent_id === null ? null : { id: agent_id, name: agent_name },
  });
}

export function eventRow(
  { schema_version: _version, actor, data, ...kept }: NewEvent,
  idempotencyKey: string | null,
): Insertable<Tables['handoff_events']> {
  return {
    ...kept,
    actor_type: actor.type,
    actor_id: actor.id,
    actor_name: actor.name,
    data: JSON.stringify(data),
    idempotency_key: idempotencyKey,
    taken_by: null,
    taken_until_ms: null,
  };
}

export function eventOfRow({
  actor_type,
  actor_id,
  actor_name,
  data,
  ...kept
}: Selectable<Tables['handoff_events']>): HandoffEvent {
  return HandoffEvent.parse({
    schema_version: 1,
    ...kept,
    actor: { type: actor_type, id: actor_id, name: actor_name },
    data: JSON.parse(data),
  });
}

export const conversationOf = (row: Selectable<Tables['conversations']>): Conversation =>
  Conversation.parse({ schema_version: 1, ...row });
