import type { Agent, Handoff, HandoffEvent, HandoffState } from '../../../schema/index.js';

/** What the events of a handoff say about it. */
export interface Replayed {
  state: HandoffState;
  holder: Agent['id'] | null;
  /** How often the floor changed hands. */
  floors: number;
  problems: string[];
}

/**
 * Follows the events of one handoff, in order, from its opening: versions 1, 2, 3, … without a gap, each step one
 * that its state allows, words of a person only from who held the case.
 */
export function replay(events: readonly HandoffEvent[]): Replayed {
  const replayed: Replayed = { state: 'waiting', holder: null, floors: 0, problems: [] };
  const problem = ({ version, kind }: HandoffEvent, words: string) => {
    replayed.problems.push(`event ${version} (${kind}) ${words}`);
  };
  const to = (event: HandoffEvent, from: HandoffState, state: HandoffState) => {
    if (replayed.state !== from) problem(event, `does not follow from "${replayed.state}"`);
    replayed.state = state;
    replayed.floors += 1;
  };
  for (const [index, event] of events.entries()) {
    if (event.version !== index + 1) problem(event, `stands at place ${index + 1}`);
    if ((event.kind === 'opened') !== (index === 0)) problem(event, 'is no beginning, or a second one');
    switch (event.kind) {
      case 'opened':
        replayed.floors += 1;
        break;
      case 'claimed':
        to(event, 'waiting', 'claimed');
        replayed.holder = agentIn(event, 'agent');
        break;
      case 'reassigned':
        if (replayed.state !== 'claimed') problem(event, `does not follow from "${replayed.state}"`);
        replayed.holder = agentIn(event, 'to');
        break;
      case 'released':
        to(event, 'claimed', 'waiting');
        replayed.holder = null;
        break;
      case 'returned':
      case 'resolved':
        to(event, 'claimed', event.kind);
        break;
      case 'expired':
      case 'cancelled':
        to(event, 'waiting', event.kind);
        break;
      case 'person_message':
        if (replayed.state !== 'claimed') problem(event, `does not follow from "${replayed.state}"`);
        else if (event.actor.type === 'agent' && event.actor.id !== replayed.holder) {
          problem(event, `is from "${event.actor.id}", while "${replayed.holder}" held the case`);
        }
        break;
      case 'customer_message':
      case 'contact_left':
        if (replayed.state !== 'waiting' && replayed.state !== 'claimed') problem(event, 'follows the end');
        break;
      case 'note':
      case 'bot_output_dropped':
        break;
      default:
        event.kind satisfies never;
    }
  }
  return replayed;
}

/** Where a handoff is not what its events say. */
export function differences(handoff: Handoff, replayed: Replayed, events: readonly HandoffEvent[]): string[] {
  const found: string[] = [];
  if (handoff.version !== events.length) {
    found.push(`has version ${handoff.version} and ${events.length} events`);
  }
  if (handoff.state !== replayed.state)
    found.push(`is "${handoff.state}", by its events "${replayed.state}"`);
  if ((handoff.agent?.id ?? null) !== replayed.holder) {
    found.push(`is held by "${handoff.agent?.id}", by its events "${replayed.holder}"`);
  }
  return found;
}

function agentIn({ data }: HandoffEvent, member: string): string | null {
  const agent = data[member];
  if (typeof agent !== 'object' || agent === null || Array.isArray(agent)) return null;
  return typeof agent['id'] === 'string' ? agent['id'] : null;
}
