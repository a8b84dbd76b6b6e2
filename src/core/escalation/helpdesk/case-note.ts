import type { AuditRecord, Handoff, Language, Verdict } from '../../../schema/index.js';
import { worstChoice } from '../../decision/index.js';
import { reasonInWords } from '../reason-words.js';
import { AGENT_WORDS, type AgentWords } from './agent-words.js';

/** Longest text of one turn, and of the withheld answer, in a note. */
const TEXT_CHARS_MAX = 4_000;
/** Turns of the conversation in a note, the latest of them. */
const TURNS_MAX = 20;

/**
 * What a person in another helpdesk must know of a case, as plain text: why, what was said before, what the bot wanted
 * to say, what fails in it and which clause says so. `record` is null where it is not there any more.
 */
export function caseNote(
  handoff: Handoff,
  record: AuditRecord | null,
  { lang, url }: { lang: Language; url: string | null },
): string {
  const words = AGENT_WORDS[lang];
  const colon = colonOf(lang);
  return [
    `${words.reason}${colon}${reasonInWords(handoff.reason, lang)}`,
    ...earlierTurns(record, words, colon),
    ...withheldAnswer(record, words, colon),
    [
      ...(url === null ? [] : [`${words.case_link}${colon}${url}`]),
      `${words.record}${colon}${handoff.record_id}`,
    ].join('\n'),
  ].join('\n\n');
}

/** What stands between a heading and what it heads. */
export const colonOf = (lang: Language): string => (lang === 'fr' ? ' : ' : ': ');

/** What the customer wrote last in the request that the record is of. */
export const lastQuestion = (record: AuditRecord | null): string | null =>
  record?.messages.findLast(({ role }) => role === 'user')?.content ?? null;

const earlierTurns = (record: AuditRecord | null, words: AgentWords, colon: string): string[] => {
  const turns = (record?.messages ?? []).flatMap(({ role, content }) => {
    if (content === null || (role !== 'user' && role !== 'assistant')) return [];
    return [`${role === 'user' ? words.customer : words.bot}${colon}${cut(content)}`];
  });
  return turns.length === 0 ? [] : [[`${words.earlier}${colon}`, ...turns.slice(-TURNS_MAX)].join('\n')];
};

const withheldAnswer = (record: AuditRecord | null, words: AgentWords, colon: string): string[] => {
  const choice = record === null ? null : worstChoice(record.choices);
  if (choice === null || !choice.original_answer || choice.decision === 'pass') return [];
  const failing = choice.claims.filter(({ band }) => band === 'failing');
  return [
    `${words.withheld}${colon}\n${cut(choice.original_answer)}`,
    ...(failing.length === 0
      ? []
      : [
          `${words.failing}${colon}\n${failing.map((verdict) => failingClaim(verdict, words, colon)).join('\n')}`,
        ]),
  ];
};

const failingClaim = ({ text, findings, evidence }: Verdict, words: AgentWords, colon: string): string => {
  const clause = evidence.find(({ relation }) => relation === 'contradicts') ?? null;
  return [
    `– “${cut(text)}”`,
    ...new Set(findings.map(({ message }) => `  ${message}`)),
    ...(clause === null
      ? []
      : [`  ${words.clause}${colon}${clause.source}, ${clause.section}${colon}“${clause.quote}”`]),
  ].join('\n');
};

const cut = (text: string): string =>
  text.length > TEXT_CHARS_MAX ? `${text.slice(0, TEXT_CHARS_MAX)} …` : text;
