import { z } from 'zod';

/**
 * How a proposal stands: only `accepted` counts. `stale` was accepted, or edited, for a text of the section that is no
 * longer there: it waits to be looked at again.
 */
export const ProposalStatus = z.enum(['proposed', 'accepted', 'rejected', 'stale']);
export type ProposalStatus = z.infer<typeof ProposalStatus>;

const words = z.string().trim().min(1);
const common = {
  /** Unique within its file. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and "-", such as s-1a2b3c4d'),
  status: ProposalStatus,
  /** Who accepted or rejected it last, and when (ISO 8601). */
  decided_by: words.optional(),
  decided_at: z.iso.datetime().optional(),
};

/** A sentence of the section said plainly: what the checks read in its stead. */
export const StatementProposal = z.strictObject({
  ...common,
  kind: z.literal('statement'),
  /** The whole sentence or list item as it stands in the file. */
  quote: words,
  reads_as: words,
});

/** Words that mean the same as a term of the section, in its language. */
export const SynonymsProposal = z.strictObject({
  ...common,
  kind: z.literal('synonyms'),
  term: words,
  synonyms: z.array(words).min(1),
});

/** A term of the section in other languages: lists by language code. */
export const TranslationsProposal = z.strictObject({
  ...common,
  kind: z.literal('translations'),
  term: words,
  translations: z.record(z.string().regex(/^[a-z]{2}$/), z.array(words).min(1)),
});

/** What a customer would ask that the section answers: it helps to find the section and is never evidence. */
export const QuestionProposal = z.strictObject({
  ...common,
  kind: z.literal('question'),
  lang: z.string().regex(/^[a-z]{2}$/),
  question: words,
});

/** What a bot might wrongly say of the section, with the words of the section that contradict it. */
export const WrongAnswerProposal = z.strictObject({
  ...common,
  kind: z.literal('wrong_answer'),
  question: words.optional(),
  answer: words,
  quote: words,
});

export const Proposal = z.discriminatedUnion('kind', [
  StatementProposal,
  SynonymsProposal,
  TranslationsProposal,
  QuestionProposal,
  WrongAnswerProposal,
]);
export type Proposal = z.infer<typeof Proposal>;
export type ProposalKind = Proposal['kind'];
export const PROPOSAL_KINDS = Proposal.options.map(({ shape }) => shape.kind.value);

/** The proposals for one section of a policy: an entry of `policies/.readings/NAME.yaml`. */
export const ProposedSection = z.strictObject({
  /** Headings from the document's first to the section's own; empty for the text before any heading. */
  section: z.array(z.string()),
  /** Digest of the section as it was when its proposals were made or looked at again: "sha256:…". */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be as "plumbline propose" writes it'),
  /** Version of the prompt and model that were asked about this text; absent: nobody was asked yet. */
  prompt: words.optional(),
  model: words.optional(),
  proposals: z.array(Proposal),
});
export type ProposedSection = z.infer<typeof ProposedSection>;
