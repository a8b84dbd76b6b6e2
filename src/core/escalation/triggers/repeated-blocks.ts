import type { TriggersConfig } from '../../../schema/index.js';
import { counted, type Finding, type TriggerInput } from './trigger-input.js';

/** Answers of the conversation that were blocked or rewritten, where they are as many as the settings allow. */
export const repeatedBlocks = (
  { counters }: Pick<TriggerInput, 'counters'>,
  { count }: Pick<TriggersConfig['repeated_blocks'], 'count'>,
): Finding[] => {
  const held = counters.blocked + counters.rewritten;
  return held >= count ? [counted('repeated_blocks', held)] : [];
};
