import type { CheckedAnswer } from './checked-answer.js';
import type { ChatMessage } from './plumbline-api.js';
import type { RequestProblem } from './problem.js';

/** One question and what became of its answer. */
export interface Turn {
  /** own: an answer that the visitor pasted; said: words to a person; person: what a person wrote. */
  kind: 'asked' | 'own' | 'said' | 'person';
  question: string;
  /** The pasted answer; empty where the bot is asked. */
  own_answer: string;
  /** What reached the customer so far. */
  released: string;
  state: 'checking' | 'decided' | 'failed';
  checked: CheckedAnswer | null;
  problem: RequestProblem | null;
  /** The person who has the conversation; null where nobody does, or they have no name. */
  name: string | null;
}

export const newTurn = (kind: Turn['kind'], question: string, ownAnswer = ''): Turn => ({
  kind,
  question,
  own_answer: ownAnswer,
  released: '',
  state: 'checking',
  checked: null,
  problem: null,
  name: null,
});

/** What a client of a chat sends along: the questions so far and what the customer read, oldest first. */
export const historyOf = (turns: readonly Turn[]): ChatMessage[] =>
  turns
    .filter((turn) => turn.kind !== 'own' && turn.state === 'decided')
    .slice(-HISTORY_TURNS_MAX)
    .flatMap((turn): ChatMessage[] => [
      ...(turn.kind === 'person' ? [] : [{ role: 'user' as const, content: turn.question }]),
      ...(turn.kind === 'said' ? [] : [{ role: 'assistant' as const, content: turn.released }]),
    ]);

/** As many earlier turns go along with a question; far below `limits.messages`. */
const HISTORY_TURNS_MAX = 20;
