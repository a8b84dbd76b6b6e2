import { z } from 'zod';
import { Language } from '../../schema/index.js';

const ByLanguage = z.strictObject({ en: z.string().min(1), fr: z.string().min(1) });

/** One thing that the demo bot says. */
export const DemoAnswer = z.strictObject({
  /** Answers whose ids differ only in a final number are wordings of one another. */
  id: z.string().min(1),
  lang: Language,
  /** Alternatives; all words of one must occur in the customer's message. */
  when: z.array(z.string().min(1)).min(1),
  /** A message that gets this answer. */
  example: z.string().min(1),
  answer: z.string().min(1),
  /** Whether the operator's policies bear the answer out; `chat` says nothing that they could. */
  truth: z.enum(['right', 'wrong', 'chat']),
  /** For people: what is wrong with it. */
  note: z.string().optional(),
});
export type DemoAnswer = z.infer<typeof DemoAnswer>;

/** What the demo bot of one operator knows, right and wrong. */
export const DemoScript = z.strictObject({
  operator: z.string().min(1),
  greeting: ByLanguage,
  fallback: ByLanguage,
  suggestions: z.strictObject({ en: z.array(z.string()), fr: z.array(z.string()) }),
  answers: z.array(DemoAnswer),
});
export type DemoScript = z.infer<typeof DemoScript>;
