import type { Language, TriggerMatch } from '../../../schema/index.js';

/** A customer's message with what the bot answered; null where nothing was delivered. */
export interface CustomerTurn {
  readonly text: string;
  readonly answer: string | null;
}

/** What the triggers look at. */
export interface TriggerInput {
  /** The customer's last message. */
  readonly text: string;
  /** Turns before it, oldest first. */
  readonly earlier: readonly CustomerTurn[];
  /** Of the conversation; null where unknown. The message's own language is detected beside it. */
  readonly language: Language | null;
  /** Answers of this conversation that were blocked or escalated, and that were rewritten. */
  readonly counters: { readonly blocked: number; readonly rewritten: number };
}

/** What a trigger found, before the settings decide what it leads to. */
export type Finding = Omit<TriggerMatch, 'action'>;

/** A finding over the conversation, without words of the last message. */
export const counted = (trigger: Finding['trigger'], score: number): Finding => ({
  trigger,
  reason: trigger,
  phrase: null,
  start_char: 0,
  end_char: 0,
  score,
});

/** A finding in the words of the last message. */
export const spoken = (
  trigger: Finding['trigger'],
  reason: string,
  text: string,
  { start_char, end_char }: { readonly start_char: number; readonly end_char: number },
  score: number,
): Finding => ({
  trigger,
  reason,
  phrase: text.slice(start_char, end_char),
  start_char,
  end_char,
  score,
});
