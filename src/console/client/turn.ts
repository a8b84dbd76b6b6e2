import type { CheckedAnswer } from './checked-answer.js';
import type { ChatMessage } from './plumbline-api.js';
import type { RequestProblem } from './problem.js';

/** One question and what became of its answer. */
export interface Turn {
  /** own: an answer that the visitor pasted. */
  kind: 'asked' | 'own';
  question: string;
  /** The pasted answer; empty where the bot is asked. */
  own_answer: string;
  /** What reached the customer so far. */
  released: string;
  state: 'checking' | 'decided' | 'failed';
  checked: CheckedAnswer | null;
  problem: RequestProblem | null;
}

export const newTurn = (kind: Turn['kind'], question: string, ownAnswer = ''): Turn => ({
  kind,
  question,
  own_answer: ownAnswer,
  released: '',
  state: 'checking',
  checked: null,
  problem: null,
});

/** What a client of a chat sends along: the questions so far and what the customer read, oldest first. */
export const historyOf = (turns: readonly Turn[]): ChatMessage[] =>
  turns
    .filter((turn) => turn.kind === 'asked' && turn.state === 'decided')
    .slice(-HISTORY_TURNS_MAX)
    .flatMap((turn): ChatMessage[] => [
      { role: 'user', content: turn.question },
      { role: 'assistant', content: turn.released },
    ]);

/** As many earlier turns go along with a question; far below `limits.messages`. */
const HISTORY_TURNS_MAX = 20;
