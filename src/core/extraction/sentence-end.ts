import {
  AFTER_TIMES,
  BEFORE_CAPITALS,
  BEFORE_NUMBERS,
  LETTERED,
  NEVER_FINAL,
  TIME_MARKS,
} from './abbreviations.js';
import { isDigit, isLowerCase, isUpperCase } from './characters.js';

/** What is around a stop that white space follows. */
export interface Stop {
  text: string;
  /** Begin of the sentence, and index of the first mark of the run of stops. */
  start: number;
  index: number;
  marks: string;
  /** Index of the next character that is no white space, and that character. */
  next_index: number;
  next: string;
  line_break: boolean;
  at_end: boolean;
}

/** Whether the sentence ends at a stop; null: the next word must arrive first. */
export function endsSentence(stop: Stop): boolean | null {
  const { marks, next, line_break: lineBreak } = stop;
  if (/[!?]/.test(marks)) return true;
  if (marks.includes('…') || marks.length > 1) return lineBreak || !isLowerCase(next);
  const word = wordBefore(stop.text, stop.start, stop.index);
  const bare = word.toLowerCase();
  if (NEVER_FINAL.has(bare)) return false;
  if (lineBreak) return true;
  if (BEFORE_NUMBERS.has(bare) && isDigit(next)) return false;
  if (TIME_MARKS.has(bare) && isUpperCase(next)) {
    const word = nextWord(stop);
    return word === null ? null : !AFTER_TIMES.has(word.toLowerCase());
  }
  if (BEFORE_CAPITALS.has(bare) || /^(?:\p{L}\.)+\p{L}$/u.test(word)) return isUpperCase(next);
  if (/^\p{Lu}$/u.test(word)) return endsAfterLetter(stop, word);
  return true;
}

/** "John F. Kennedy" and "M. Tremblay" go on; "Gate B. Your" ends. */
function endsAfterLetter(stop: Stop, letter: string): boolean {
  if (!isUpperCase(stop.next)) return true;
  if (letter === 'M') return false;
  const end = stop.index - letter.length - 1;
  // Nothing stands before a letter that begins the text.
  const before = end <= stop.start ? '' : wordBefore(stop.text, stop.start, end).toLowerCase();
  if (LETTERED.has(before)) return true;
  const capital = stop.text[end - before.length];
  return !(before === '' || (capital !== undefined && isUpperCase(capital)));
}

function wordBefore(text: string, start: number, end: number): string {
  return /[\p{L}\p{N}][\p{L}\p{N}.]*$/u.exec(text.slice(Math.max(start, end - 24), end))?.[0] ?? '';
}

function nextWord(stop: Stop): string | null {
  const word = /^\p{L}+/u.exec(stop.text.slice(stop.next_index, stop.next_index + 24))?.[0] ?? '';
  return stop.next_index + word.length >= stop.text.length && !stop.at_end ? null : word;
}
