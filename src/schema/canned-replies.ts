import { z } from 'zod';

/** Places that a canned reply may have, besides plain words. */
export const CANNED_PLACES = ['agent', 'case'] as const;

const cannedText = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    for (const [, place = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
      if (!CANNED_PLACES.some((known) => known === place)) {
        context.addIssue({
          code: 'custom',
          message: `has the place {${place}}; the places are {agent} and {case}`,
        });
      }
    }
  });

/** Replies that agents send often, by name; one of the two languages may be left out. */
export const CannedReplies = z
  .record(
    z.string().min(1),
    z
      .strictObject({
        en: cannedText
          .optional()
          .describe(
            'A reply that agents send often, under its name; {agent} and {case} are filled in. It is checked like an answer, and the desk says where a policy says otherwise.',
          ),
        fr: cannedText.optional().describe('As en; one of the two languages may be left out.'),
      })
      .refine(({ en, fr }) => en !== undefined || fr !== undefined, 'needs en or fr'),
  )
  .default({});
export type CannedReplies = z.infer<typeof CannedReplies>;
