import type { HandoffEvent, HandoffEventKind, Language } from '../../../schema/index.js';
import { AGENT_WORDS, type AgentWords } from './agent-words.js';
import { colonOf } from './case-note.js';

/** Events that a helpdesk's people are told of; a dropped answer of the bot's is none of their business. */
export const HELPDESK_EVENTS: ReadonlySet<HandoffEventKind> = new Set([
  'opened',
  'claimed',
  'reassigned',
  'released',
  'customer_message',
  'person_message',
  'note',
  'contact_left',
  'returned',
  'resolved',
  'expired',
  'cancelled',
]);

/** What happened, for people who read it elsewhere. */
export function eventInWords(event: HandoffEvent, lang: Language): string {
  const words = AGENT_WORDS[lang];
  const who = event.actor.name ?? words.somebody;
  const headed = (heading: string): string => `${heading}${colonOf(lang)}${event.text ?? ''}`;
  switch (event.kind) {
    case 'customer_message':
      return headed(words.customer);
    case 'person_message':
      return headed(words.wrote(who));
    case 'note':
      return headed(words.note(who));
    case 'contact_left':
      return headed(words.contact);
    case 'bot_output_dropped':
      return headed(words.bot);
    case 'opened':
      return words.waiting;
    case 'claimed':
      return words.took(who);
    case 'reassigned':
      return words.took(newHolder(event) ?? words.somebody);
    case 'released':
      return words.released;
    case 'returned':
    case 'resolved':
    case 'expired':
    case 'cancelled':
      return ended(words[event.kind], event.text, words, lang);
    default:
      return event.kind satisfies never;
  }
}

const ended = (what: string, summary: string | null, words: AgentWords, lang: Language): string =>
  summary === null ? `${what}.` : `${what}.\n${words.summary}${colonOf(lang)}${summary}`;

const newHolder = ({ data }: HandoffEvent): string | null => {
  const { to } = data;
  return typeof to === 'object' && to !== null && !Array.isArray(to) && typeof to['name'] === 'string'
    ? to['name']
    : null;
};
