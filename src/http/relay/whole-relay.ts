import type { RecordedChoice } from '../../schema/index.js';
import type { GuardedText, OutputFault } from '../guarded-output.js';
import { commonPrefixLength } from '../json.js';
import type { AnswerResult } from '../recording.js';
import type { WholeReply } from './events.js';
import type { TextForm } from './protocol.js';

/** Holds every text of a whole reply against the policies and puts the delivered words in place. */
export const groundWhole = async (
  reply: WholeReply,
  openOutput: (index: number, form: TextForm, fault?: OutputFault) => GuardedText,
  signal: AbortSignal,
  fault?: OutputFault,
): Promise<{ isChanged: boolean; result: AnswerResult }> => {
  let { isChanged } = reply;
  const outputs = await Promise.all(
    reply.texts.map(async ({ index, text, replace, form = 'words', refuse }) => {
      const output = openOutput(index, form, fault);
      await output.push(text, signal);
      await output.end(signal);
      const delivered = output.choice.answer ?? '';
      if (delivered === text) return output;
      isChanged = true;
      if (output.refusal !== null && refuse !== undefined) refuse(output.refusal);
      else replace(delivered, commonPrefixLength(text, delivered));
      return output;
    }),
  );
  const choices = [...outputs.map((output) => output.choice), ...reply.silent.map(withoutWords)];
  return { isChanged, result: { ...answerResult(outputs, choices), usage: reply.usage } };
};

/** The choices of an answer in their order, with language and version of the first that has them. */
export const answerResult = (
  outputs: readonly GuardedText[],
  choices: readonly RecordedChoice[],
): AnswerResult => ({
  choices: [...choices].sort((a, b) => a.index - b.index),
  language: outputs.find((output) => output.language !== null)?.language ?? null,
  knowledge_version: outputs.find((output) => output.knowledgeVersion !== null)?.knowledgeVersion ?? null,
  ...(choices.length === 0 ? { cutShort: 'no_answer' as const } : {}),
});

/** A choice that calls tools and says nothing. */
export const withoutWords = (index: number): RecordedChoice => ({
  index,
  decision: 'pass',
  reason: 'no_checkable_claim',
  groundedness: null,
  original_answer: '',
  answer: '',
  claims: [],
  released: [],
  withheld: [],
});
