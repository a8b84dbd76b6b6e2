import { BOT_FAILURES, type BotOutcome } from './failing-bots.js';

const WORDS: Record<BotOutcome['kind'], (status: number) => string> = {
  answered: () => 'decided as any answer',
  problem: (status) => `${status}, problem with the vendor’s \`error\``,
  vendor_error: (status) => `${status}, the vendor’s error`,
  cut: () => 'verified words, then the vendor’s error',
  held_back: () => 'holding message',
};

const words = ({ kind, status, reason }: BotOutcome): string =>
  `${WORDS[kind](status)}${reason === null ? '' : ` (\`${reason}\`)`}`;

/** What comes of every failure of a bot, under every fail mode: a Markdown table. */
export const failuresTable = (): string =>
  [
    '| a bot that | whole | streamed |',
    '| --- | --- | --- |',
    ...BOT_FAILURES.map(({ name, whole, streamed }) => `| ${name} | ${words(whole)} | ${words(streamed)} |`),
  ].join('\n');
