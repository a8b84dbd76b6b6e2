import { z } from 'zod';
import { GroundingError } from '../core/index.js';
import { Language } from '../schema/index.js';

const Reviewed = z.enum(['right', 'wrong']);

/** A line of the file of reviewed answers: what a person said of an answer, or of the claims in it. */
export const ReviewedAnswer = z
  .strictObject({
    question: z.string().optional(),
    answer: z.string().min(1),
    verdict: Reviewed.optional(),
    /** Exact pieces of the answer, each with a verdict of its own. */
    claims: z
      .array(z.strictObject({ text: z.string().min(1), verdict: Reviewed }))
      .min(1)
      .optional(),
    knowledge_base: z.string().default('default'),
    language: Language.optional(),
    as_of: z.iso.date().optional(),
  })
  .refine((line) => line.verdict !== undefined || line.claims !== undefined, {
    message: 'give "verdict" (right or wrong), or "claims" with a verdict each',
  })
  .refine((line) => line.claims?.every((claim) => line.answer.includes(claim.text)) ?? true, {
    path: ['claims'],
    message: 'each text must stand in the answer word for word',
  });
export type ReviewedAnswer = z.infer<typeof ReviewedAnswer>;

/** Reads a JSON Lines text. @throws {GroundingError} request-invalid, naming file, line and field. */
export const reviewedAnswers = (jsonl: string, file: string): ReviewedAnswer[] =>
  jsonl.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [ReviewedAnswer.parse(JSON.parse(line))];
    } catch (cause) {
      const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
      const fault =
        issue === undefined
          ? ' is not JSON'
          : `: ${issue.path.length === 0 ? '' : `"${issue.path.join('.')}": `}${issue.message}`;
      throw new GroundingError('request-invalid', { detail: `${file}, line ${i + 1}${fault}.`, cause });
    }
  });
