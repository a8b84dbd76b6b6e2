import { z } from 'zod';
import type { DemoTurn } from './choose-answer.js';

const TextPart = z.looseObject({ type: z.string(), text: z.string().optional() });

/** What the demo bot reads of an OpenAI chat completion request; the rest is accepted and ignored. */
export const DemoChatRequest = z.looseObject({
  model: z.string().min(1).default('demo'),
  messages: z
    .array(
      z.looseObject({
        role: z.string(),
        content: z.union([z.string(), z.array(TextPart), z.null()]).optional(),
      }),
    )
    .min(1),
  n: z.int().min(1).max(8).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
});
export type DemoChatRequest = z.infer<typeof DemoChatRequest>;

/** The conversation as plain text. */
export function turnsOf(request: DemoChatRequest): DemoTurn[] {
  return request.messages.map(({ role, content }) => ({
    role,
    content: Array.isArray(content) ? content.map((part) => part.text ?? '').join('') : (content ?? ''),
  }));
}
