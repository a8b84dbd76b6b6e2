import type { ModelUse, RewriteFault } from '../../schema/index.js';
import type { StructuredModel } from '../ports.js';
import { seenLine, useOf } from '../verification/judge/index.js';
import { type CheckedDraft, checkDraft, type DraftChecking } from './check-draft.js';
import {
  REWRITER_PROMPT,
  REWRITER_STAGE,
  type RefusedDraft,
  RewriterReply,
  rewriterPrompt,
} from './rewriter-prompt.js';
import { LIST_MARKER } from './segment-frame.js';

/** Texts that are asked for, for one part of an answer; the second knows why the first was not taken. */
const TRIES_MAX = 2;

/** What a rewriter came to: a text that may be given out, or none; and why each of its texts was not taken. */
export interface WrittenSegment {
  /** Null where none was taken. */
  taken: (CheckedDraft & { isTaken: true }) | null;
  faults: RewriteFault[];
}

export interface Writing extends DraftChecking {
  tenant: string;
  model: StructuredModel;
  /** Is told what each request took. */
  onUse: (use: ModelUse) => void;
}

/**
 * Has a segment written anew by a model. A text that fails the checks is asked for once more, with the reason; a model
 * that fails, is late or replies in another form is not asked again.
 * @throws the signal's reason when it is aborted.
 */
export const writeSegment = async (input: Writing, signal: AbortSignal): Promise<WrittenSegment> => {
  const faults: RewriteFault[] = [];
  let refused: RefusedDraft | null = null;
  for (let tried = 0; tried < TRIES_MAX; tried += 1) {
    const reply = await askFor(input, refused, tried, signal);
    if ('fault' in reply) return { taken: null, faults: [...faults, reply.fault] };
    const checked: CheckedDraft = await checkDraft(reply.draft, input, signal);
    if (checked.isTaken) return { taken: checked, faults };
    faults.push(checked.refused.fault);
    if (checked.refused.fault === 'declined') break;
    refused = checked.refused;
  }
  return { taken: null, faults };
};

const askFor = async (
  { model, tenant, task, onUse }: Writing,
  refused: RefusedDraft | null,
  tried: number,
  signal: AbortSignal,
): Promise<{ draft: string } | { fault: RewriteFault }> => {
  const { system, user } = await rewriterPrompt(task, refused);
  const asked = { stage: REWRITER_STAGE, prompt: REWRITER_PROMPT };
  const reply = await model.ask(
    { ...asked, tenant, system, user, reply_name: 'rewrite', reply: RewriterReply, vote: 0 },
    signal,
  );
  const about = tried === 0 ? task.wrong.length + task.open.length : 0;
  const read = RewriterReply.safeParse(reply.isAnswered ? reply.value : null);
  const failure = reply.isAnswered ? (read.success ? null : 'unreadable') : reply.failure;
  onUse({ ...useOf({ ...asked, model: model.id }, [reply], about), failures: failure === null ? 0 : 1 });
  if (failure !== null || !read.success) return { fault: `model_${failure ?? 'unreadable'}` };
  const line = seenLine(read.data.replacement);
  return { draft: task.kind === 'list_item' ? line.replace(LIST_MARKER, '') : line };
};
