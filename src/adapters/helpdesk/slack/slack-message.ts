import {
  AGENT_WORDS,
  type AgentWords,
  reasonInWords,
  type ToldKind,
  toldAs,
} from '../../../core/escalation/index.js';
import type { Handoff, HandoffEvent, Language, WebhookEventType } from '../../../schema/index.js';

/** Slack takes at most this much in one block of text. */
const QUOTE_CHARS_MAX = 2_000;

/** A message in Block Kit; `text` is what notifications show. */
export interface SlackMessage {
  text: string;
  blocks: unknown[];
}

/**
 * What the channel reads of an event: what happened, why, how urgent, in which language, since when, and the way to
 * the case. No word of the customer's but `quote`.
 */
export function slackMessage(
  event: HandoffEvent & { kind: ToldKind },
  handoff: Handoff,
  { lang, url, quote }: { lang: Language; url: string | null; quote: string | null },
): SlackMessage {
  const words = AGENT_WORDS[lang];
  const title = words[HEADINGS[toldAs(event.kind).type]];
  const reason = reasonInWords(handoff.reason, lang);
  const spoken = handoff.language === null ? null : languageName(handoff.language, lang);
  const fields = [
    field(words.reason, escaped(reason)),
    field(words.priority, words.priorities[handoff.priority]),
    ...(spoken === null ? [] : [field(words.language, escaped(spoken))]),
    field(words.waiting_since, slackTime(handoff.created_at_ms)),
  ];
  return {
    text: `${title} – ${reason}`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
      { type: 'section', fields },
      ...(quote === null ? [] : [section(quoted(quote))]),
      // A link, since a button would call back an address that an incoming webhook does not have.
      ...(url === null ? [] : [section(`<${url}|${words.case_link}>`)]),
    ],
  };
}

const HEADINGS = {
  'handoff.waiting': 'waiting',
  'handoff.claimed': 'claimed',
  'handoff.replied': 'replied',
  'handoff.returned': 'returned',
  'handoff.resolved': 'resolved',
  'handoff.expired': 'expired',
  'handoff.cancelled': 'cancelled',
} as const satisfies Record<WebhookEventType, keyof AgentWords>;

const languageName = (code: string, lang: Language): string => {
  const { languages } = AGENT_WORDS[lang];
  return code === 'en' || code === 'fr' ? languages[code] : code;
};

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

const field = (name: string, value: string) => ({ type: 'mrkdwn', text: `*${name}*\n${value}` });

/** Shown by Slack in the time zone of whoever reads it. */
const slackTime = (atMs: number): string =>
  `<!date^${Math.floor(atMs / 1_000)}^{date_short_pretty} {time}|${new Date(atMs).toISOString()}>`;

const quoted = (text: string): string => {
  const shown = text.length > QUOTE_CHARS_MAX ? `${text.slice(0, QUOTE_CHARS_MAX)} …` : text;
  return escaped(shown).replace(/^/gm, '>');
};

/** The three characters that begin links and mentions in Slack's markup. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
