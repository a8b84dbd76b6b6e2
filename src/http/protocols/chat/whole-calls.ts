import { type CheckedTools, isChecked } from '../../checked-tools.js';
import { isObject, type JsonObject } from '../../json.js';
import type { TextForm, WholeCalls } from '../../relay/index.js';
import { answerText, calledTool, callsTools, isCallFinish } from './chat-message.js';

/** The checked tool calls of a whole choice; null without one. */
export const wholeCalls = (
  index: number,
  choice: JsonObject,
  message: JsonObject,
  tools: CheckedTools,
  form: TextForm,
): WholeCalls | null => {
  const isCheckedCall = (entry: unknown): entry is JsonObject =>
    isObject(entry) && isChecked(tools, calledTool(entry).name);
  const listed: unknown[] = Array.isArray(message['tool_calls']) ? message['tool_calls'] : [];
  const checked = [...listed, message['function_call']].filter(isCheckedCall);
  if (checked.length === 0) return null;
  return {
    answer: index,
    calls: checked.map((entry) => ({ index, ...calledTool(entry) })),
    withhold: (closing) => {
      const kept = listed.filter((entry) => !isCheckedCall(entry));
      if (kept.length > 0) message['tool_calls'] = kept;
      else delete message['tool_calls'];
      if (isCheckedCall(message['function_call'])) delete message['function_call'];
      if (!callsTools(message) && isCallFinish(choice['finish_reason'])) choice['finish_reason'] = 'stop';
      if (closing !== '') say(message, closing, form);
    },
  };
};

/** Adds the closing message to what the choice says; beside structured output it is the vendor's refusal. */
const say = (message: JsonObject, closing: string, form: TextForm): void => {
  const { content } = message;
  const hasSaid = (answerText(content) ?? '').trim() !== '';
  if (form === 'json' && hasSaid) message['refusal'] = closing;
  else if (!hasSaid) message['content'] = closing;
  else if (Array.isArray(content))
    message['content'] = [...content, { type: 'text', text: `\n\n${closing}` }];
  else message['content'] = `${content}\n\n${closing}`;
};
