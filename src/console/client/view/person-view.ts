import type { LiveState } from '../../../schema/index.js';
import type { Turn } from '../turn.js';
import { element } from './element.js';
import { renderMarkdown } from './render-markdown.js';
import type { Words } from './words.js';

/** What a person wrote, as the customer reads it. */
export const personMessage = (turn: Turn, { texts }: Words): HTMLElement =>
  element(
    'div',
    { class: 'person-message' },
    element('span', { class: 'turn-who' }, turn.name ?? texts.a_person),
    element('div', { class: 'answer' }, renderMarkdown(turn.released)),
  );

/** What became of the customer's words to a person. */
export const saidNote = (turn: Turn, { texts }: Words): HTMLElement | null =>
  turn.state === 'failed'
    ? null
    : element(
        'p',
        { class: 'said-note' },
        turn.state === 'checking'
          ? texts.sending
          : turn.name === null
            ? texts.with_case
            : texts.with_person(turn.name),
      );

/** Who has the floor, in a line; null while the bot has it. */
export const floorText = (state: LiveState, { texts, moment }: Words): string | null => {
  switch (state.state) {
    case 'human':
      return texts.is_with_you(state.name ?? texts.a_person);
    case 'waiting':
      if (state.opens_at_ms !== null) return texts.waiting_until(moment(state.opens_at_ms));
      return state.position === null ? texts.waiting : texts.waiting_at(state.position);
    case 'bot':
      return null;
    default:
      return state satisfies never;
  }
};
