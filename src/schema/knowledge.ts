import { z } from 'zod';
import { Passage } from './evidence.js';

/** A policy or table file as indexed. Dates are local ISO days of the operator's timezone. */
export const PolicyDocument = z.object({
  source: z.string(),
  kind: z.enum(['policy', 'table', 'context']),
  title: z.string(),
  lang: z.string(),
  version: z.string(),
  effective_from: z.string().nullable(),
  effective_to: z.string().nullable(),
  supersedes: z.string().nullable(),
  applies_to: z.string().nullable(),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;

/** A glossary entry of `glossary.yaml`: terms that mean the same, over languages. */
export const GlossaryEntry = z.strictObject({
  term: z.string().min(1),
  synonyms: z.array(z.string().min(1)).default([]),
  translations: z.record(z.string(), z.array(z.string().min(1))).default({}),
});
export type GlossaryEntry = z.infer<typeof GlossaryEntry>;

/** An entry of `readings.yaml`: how the checks are to read one sentence of a policy or row of a table. */
export const ReadingCorrection = z
  .strictObject({
    /** Path relative to the knowledge base: "policies/bereavement.md". */
    source: z.string().min(1),
    /** The sentence, list item or row as it stands in the file. */
    quote: z.string().min(1),
    /** The same said plainly; the checks read this instead, people still see the quote. */
    reads_as: z.string().trim().min(1).optional(),
    /** True for a sentence that decides nothing, such as a slogan. */
    not_evidence: z.literal(true).optional(),
  })
  .refine(({ reads_as, not_evidence }) => (reads_as === undefined) !== (not_evidence === undefined), {
    message: 'give either reads_as or not_evidence: true',
  });
export type ReadingCorrection = z.infer<typeof ReadingCorrection>;

/** A question that a section answers: searched with the section's passages, never quoted and never evidence. */
export const SectionHint = z.object({
  source: z.string(),
  heading_path: z.array(z.string()),
  lang: z.string(),
  text: z.string(),
});
export type SectionHint = z.infer<typeof SectionHint>;

/** Everything of one knowledge base at one moment, all document versions included. JSON-serialisable: Workers load it compiled. */
export const KnowledgeSnapshot = z.object({
  schema_version: z.literal(1),
  name: z.string(),
  /** Hash over the versions of all documents, the glossary, the corrected readings and the accepted proposals: "sha256:…". */
  version: z.string(),
  documents: z.array(PolicyDocument),
  passages: z.array(Passage),
  glossary: z.array(GlossaryEntry),
  hints: z.array(SectionHint).optional(),
});
export type KnowledgeSnapshot = z.infer<typeof KnowledgeSnapshot>;

/** What the loader hands to indexing: a file's text under its path relative to the knowledge base. */
export const SourceFile = z.object({ source: z.string(), text: z.string() });
export type SourceFile = z.infer<typeof SourceFile>;
