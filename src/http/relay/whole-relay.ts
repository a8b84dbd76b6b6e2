import type { RecordedChoice } from '../../schema/index.js';
import type { GuardedText } from '../guarded-output.js';
import { commonPrefixLength } from '../json.js';
import type { AnswerResult } from '../recording.js';
import type { CheckedCalls } from './checked-calls.js';
import type { WholeReply } from './events.js';
import type { TextForm } from './protocol.js';

/** Holds every text of a whole reply against the policies and puts the delivered words in place. */
export const groundWhole = async (
  reply: WholeReply,
  { openOutput, openCalls }: OpenChecks,
  signal: AbortSignal,
): Promise<{ isChanged: boolean; result: AnswerResult }> => {
  let { isChanged } = reply;
  const outputs = await Promise.all(
    reply.texts.map(async ({ index, text, replace, form = 'words', refuse }) => {
      const output = openOutput(index, form);
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
  const checked = new Map<number, CheckedCalls>();
  for (const { answer, calls, withhold } of reply.calls ?? []) {
    const group = openCalls();
    checked.set(answer, group);
    for (const [position, call] of calls.entries()) {
      group.receive({ ...call, call: String(position), text: call.arguments, whole: null });
    }
    await group.decide(signal);
    if (!group.isWithheld) continue;
    isChanged = true;
    const isSaid = outputs.some(
      (output, at) => (reply.texts[at]?.answer ?? 0) === answer && endsInClosing(output),
    );
    withhold(await group.closing(isSaid));
  }
  const choices = answerChoices(outputs, checked, reply.silent);
  const all = [...outputs, ...[...checked.values()].flatMap((group) => group.outputs)];
  return { isChanged, result: { ...answerResult(all, choices), usage: reply.usage } };
};

/** How the checks of one answer are opened. */
export interface OpenChecks {
  openOutput(index: number, form: TextForm): GuardedText;
  openCalls(): CheckedCalls;
}

/** Whether a text has told the customer already that something could not be confirmed. */
export const endsInClosing = ({ choice }: GuardedText): boolean =>
  choice.decision === 'escalate' || choice.decision === 'block';

/** What is recorded: texts, checked tool calls, and answers that call other tools and say nothing. */
export const answerChoices = (
  outputs: readonly GuardedText[],
  checked: ReadonlyMap<number, CheckedCalls>,
  silent: readonly number[],
): RecordedChoice[] => [
  ...outputs.map((output) => output.choice),
  ...[...checked.values()].flatMap((group) => group.choices),
  ...silent.filter((index) => (checked.get(index)?.choices.length ?? 0) === 0).map(withoutWords),
];

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
