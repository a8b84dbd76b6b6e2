import { detectLanguage, normaliseWord, stemWord } from '../../core/reading/index.js';
import type { Language } from '../../schema/index.js';
import type { DemoAnswer, DemoScript } from './demo-script.js';

export interface DemoTurn {
  role: string;
  content: string;
}

/** What the bot says, and which answer of its script that is; null for the greeting and the fallback. */
export interface DemoReply {
  id: string | null;
  text: string;
}

const GREETINGS: ReadonlySet<string> = new Set(
  [
    'hello',
    'hi',
    'hey',
    'good',
    'morning',
    'afternoon',
    'evening',
    'there',
    'bonjour',
    'bonsoir',
    'salut',
    'allo',
  ].map(normaliseWord),
);

/**
 * The answer of which most words occur in the last customer message. Wordings of one answer, and answers that match
 * equally well, take turns by the number of bot turns so far, so that a repeated question hears another one.
 * `shift` moves on by that many turns: the further choices of one request.
 */
export function chooseAnswer(script: DemoScript, turns: readonly DemoTurn[], shift = 0): DemoReply {
  const message = turns.findLast((turn) => turn.role === 'user')?.content ?? '';
  const words = wordsOf(message);
  const detected = detectLanguage(message);
  const ranked = script.answers
    .map((answer) => ({ answer, score: scoreOf(answer, words, detected) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const best = ranked[0];
  if (best === undefined) {
    const lang = detected ?? languageBefore(turns);
    return { id: null, text: isGreeting(words) ? script.greeting[lang] : script.fallback[lang] };
  }
  const ties = ranked.filter(({ score }) => score === best.score).map(({ answer }) => answer);
  const wordings = script.answers.filter(
    (answer) => !ties.includes(answer) && isWording(answer, best.answer),
  );
  const candidates = [...ties, ...wordings];
  const botTurns = turns.filter((turn) => turn.role === 'assistant').length;
  const chosen = candidates[(botTurns + shift) % candidates.length] ?? best.answer;
  return { id: chosen.id, text: chosen.answer };
}

const STEM_WEIGHT = 0.9; // another form of the word: less than the word itself, more than none

/** Words matched; small talk loses a tie, and so does an answer in a language that the message is not in. */
function scoreOf(answer: DemoAnswer, words: readonly string[], detected: Language | null): number {
  const stems = new Set(words.map((word) => stemWord(word, answer.lang)));
  const matched = answer.when.map((phrase) => {
    const weights = wordsOf(phrase).map((word): number => {
      if (words.includes(word)) return 1;
      return stems.has(stemWord(word, answer.lang)) ? STEM_WEIGHT : 0;
    });
    return weights.includes(0) ? 0 : weights.reduce((sum, weight) => sum + weight, 0);
  });
  const most = Math.max(...matched);
  if (most === 0 || (detected !== null && detected !== answer.lang)) return 0;
  return most - (answer.truth === 'chat' ? 0.5 : 0);
}

const family = (answer: DemoAnswer): string =>
  `${answer.lang} ${answer.truth} ${answer.id.replace(/-\d+$/, '')}`;
const isWording = (answer: DemoAnswer, of: DemoAnswer): boolean =>
  /-\d+$/.test(of.id) && family(answer) === family(of);

const wordsOf = (text: string): string[] =>
  (text.match(/[\p{L}\p{N}]+(?:[’'-](?=\p{L}{3})[\p{L}]+)?/gu) ?? []).flatMap((word) => [
    ...new Set([word, ...word.split(/[’'-]/)].map(normaliseWord)),
  ]);

const isGreeting = (words: readonly string[]): boolean =>
  words.length > 0 && words.length <= 4 && words.some((word) => GREETINGS.has(word) && word !== 'good');

/** The language of the nearest earlier message that tells; English when none does. */
function languageBefore(turns: readonly DemoTurn[]): Language {
  const messages = turns.filter((turn) => turn.role === 'user').toReversed();
  for (const { content } of messages) {
    const detected = detectLanguage(content);
    if (detected !== null) return detected;
  }
  return 'en';
}
