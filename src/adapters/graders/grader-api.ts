import { z } from 'zod';
import { ClaimSubject, Language } from '../../schema/index.js';

const number = z.int().positive();
const probability = z.number().min(0).max(1);

/** What a grader of one’s own is asked: `docs/grader-api.md`. */
export const GraderApiRequest = z.strictObject({
  version: z.literal(1),
  as_of: z.string().describe('Local ISO day for which the evidence is in force.'),
  claims: z.array(
    z.strictObject({
      number: number.describe('From 1.'),
      text: z.string().describe('The statement to grade, one line.'),
      language: Language,
      subject: ClaimSubject.describe(
        'rule: the operator’s rules, prices, products; own_case: the customer’s case; act: what the bot says it did or promises.',
      ),
      question: z.string().nullable().describe('What the customer asked. It is no evidence.'),
      before: z.array(z.string()).describe('Sentences before it that it may refer to. They are no evidence.'),
      under: z.array(z.string()).describe('Heading or lead-in that it is an item of.'),
    }),
  ),
  evidence: z.array(
    z.strictObject({
      number: number.describe('From 1.'),
      text: z.string().describe('A passage of a policy, a row of a table, or a tool result; one line.'),
      heading: z.string().nullable().describe('Title and headings that it stands under.'),
      kind: z
        .enum(['policy', 'tool_result'])
        .describe('A tool result shows facts of the customer’s own case, never a rule.'),
    }),
  ),
});

/** What a grader of one’s own says. */
export const GraderApiReply = z.strictObject({
  grades: z.array(
    z.strictObject({
      claim: number.describe('Number of the claim; each one that was asked about once.'),
      probabilities: z
        .strictObject({
          supported: probability,
          contradicted: probability
            .optional()
            .describe('Left out by a model that does not tell it from unsupported.'),
          unsupported: probability,
        })
        .describe('They add up to 1.'),
      evidence: z.array(number).describe('Numbers of the evidence that the probabilities rest on.'),
    }),
  ),
});
export type GraderApiRequest = z.infer<typeof GraderApiRequest>;
export type GraderApiReply = z.infer<typeof GraderApiReply>;
