import type { HandoffCall } from '../handoff/index.js';
import type { ClosedAnswer } from '../recording.js';

/** What a stream says of its answer in a comment, for whoever reads the bytes; "" where nothing was decided. */
export const closingComment = (call: HandoffCall, { summary, handoff }: ClosedAnswer): string => {
  if (summary === null) return '';
  const { decision, reason, groundedness } = summary;
  const messages = call.handoff.handOver?.messages.map(({ seq }) => seq) ?? [];
  const told = {
    decision,
    reason,
    groundedness,
    ...(handoff === null ? {} : { handoff: handoff.id }),
    ...(messages.length === 0 ? {} : { messages }),
  };
  return `plumbline ${JSON.stringify(told)}`;
};
