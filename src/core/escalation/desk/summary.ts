import type { Handoff, Language, TranscriptItem } from '../../../schema/index.js';
import { reasonInWords } from '../reason-words.js';

/** Longest quotation of one message. */
const QUOTE_CHARS = 200;

const WORDS: Record<
  Language,
  {
    asked: (text: string) => string;
    reason: (words: string) => string;
    replied: (name: string, text: string) => string;
    noReply: string;
    since: (text: string) => string;
  }
> = {
  en: {
    asked: (text) => `The customer wrote: “${text}”`,
    reason: (words) => `A person was called: ${words.charAt(0).toLowerCase()}${words.slice(1)}.`,
    replied: (name, text) => `${name} replied: “${text}”`,
    noReply: 'No reply was sent.',
    since: (text) => `The customer then wrote: “${text}”`,
  },
  fr: {
    asked: (text) => `Le client a écrit : « ${text} »`,
    reason: (words) => `Une personne a été appelée : ${words.charAt(0).toLowerCase()}${words.slice(1)}.`,
    replied: (name, text) => `${name} a répondu : « ${text} »`,
    noReply: 'Aucune réponse n’a été envoyée.',
    since: (text) => `Le client a ensuite écrit : « ${text} »`,
  },
};

const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= QUOTE_CHARS ? line : `${line.slice(0, QUOTE_CHARS - 1).trimEnd()}…`;
};

/**
 * A first wording of what happened, for whoever hands a case back or closes it: what was asked, why a person was
 * called, what that person replied. Notes of the team are not in it: the summary may reach the bot.
 */
export const summaryOf = (
  handoff: Handoff,
  transcript: readonly TranscriptItem[],
  lang: Language,
): string => {
  const words = WORDS[lang];
  const openedAt = transcript.findLastIndex((item) => item.kind === 'step' && item.event === 'opened');
  const asked = transcript
    .slice(0, openedAt === -1 ? undefined : openedAt)
    .findLast((item) => item.kind === 'customer' && item.text !== null);
  const after = transcript.slice(Math.max(0, openedAt));
  const replies = after.filter((item) => item.kind === 'person');
  const reply = replies.at(-1);
  const lastAt = reply === undefined ? -1 : after.indexOf(reply);
  const since = after.slice(lastAt + 1).findLast((item) => item.kind === 'customer' && item.text !== null);
  return [
    asked?.text == null ? null : words.asked(short(asked.text)),
    words.reason(reasonInWords(handoff.reason, lang)),
    reply?.text == null
      ? words.noReply
      : words.replied(reply.actor.name ?? reply.actor.id ?? '', short(reply.text)),
    since?.text == null ? null : words.since(short(since.text)),
  ]
    .filter((line) => line !== null)
    .join('\n');
};
