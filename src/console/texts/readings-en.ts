import type { Hindrance } from '../../core/proposing/index.js';
import type { ProposalKind, ProposalStatus } from '../../schema/index.js';

const kinds: Record<ProposalKind, { name: string; does: string }> = {
  statement: { name: 'Plain reading', does: 'The checks read this in place of the sentence.' },
  synonyms: { name: 'Synonyms', does: 'These words count as the term.' },
  translations: { name: 'Translations', does: 'These words count as the term.' },
  question: { name: 'Likely question', does: 'The section is found by it; it is never evidence.' },
  wrong_answer: {
    name: 'Wrong answer',
    does: 'plumbline propose --check sees to it that it is not verified.',
  },
};

const statuses: Record<ProposalStatus, string> = {
  proposed: 'Proposed',
  accepted: 'Accepted',
  rejected: 'Rejected',
  stale: 'Section changed',
};

const views = { open: 'To review', accepted: 'Accepted', rejected: 'Rejected' };

/** Words of the page of readings, in English; `readings-fr.ts` has the same keys. */
export const readingsEn = {
  title: 'Readings',
  lead: 'What a model proposes for your policies. Nothing counts before you accept it.',
  documents: 'Policies',
  document: 'Policy',
  none_open: 'Nothing to review',
  not_asked: 'Not asked yet',
  open_count: (count: number) => `${count} to review`,
  accepted_count: (count: number) => `${count} accepted`,
  rejected_count: (count: number) => `${count} rejected`,
  unreadable: 'The file cannot be read',
  empty_title: 'Nothing was proposed yet',
  empty_text:
    'Name a model under proposals.model in plumbline.yaml and run: npm run propose. What it proposes comes here to be reviewed.',
  no_policies_title: 'There are no policies here',
  no_policies_text: 'None of your routes has a knowledge base with policies on this machine.',
  back: 'All policies',
  views,
  views_label: 'Proposals by state',
  empty: {
    open: {
      title: 'All of it is reviewed',
      text: 'After an edit of this policy, run npm run propose: only the sections that changed come here again.',
    },
    accepted: {
      title: 'Nothing was accepted yet',
      text: 'What you accept stands here and can be taken back.',
    },
    rejected: {
      title: 'Nothing was rejected',
      text: 'What you reject stands here; it is not proposed again.',
    },
  } satisfies Record<keyof typeof views, { title: string; text: string }>,
  keys: 'Keys:',
  key_next: 'next',
  key_previous: 'previous',
  key_accept: 'accept',
  key_reject: 'reject',
  key_edit: 'edit',
  section_text: 'Text of the section',
  section_gone: 'The policy has no such section any more.',
  before_headings: 'Before the first heading',
  in_policy: 'In the policy',
  contradicted_by: 'Contradicted by',
  quote_gone: 'These words do not stand in the section any more. Put in the words that do, or reject it.',
  kinds,
  statuses,
  reads_as: 'Read as',
  term: 'Term',
  other_words: 'Same meaning, one a line',
  other_words_in: (language: string) => `In ${language}, one a line`,
  languages: { en: 'English', fr: 'French' } as Record<string, string>,
  question: 'Question',
  question_asked: 'Asked',
  answer: 'Wrong answer',
  quote: 'Words of the policy',
  decided: (status: string, by: string, at: string) => `${status} by ${by}, ${at}`,
  accept: 'Accept',
  save: 'Save changes',
  reject: 'Reject',
  accepted: 'Accepted. It counts within a second.',
  rejected: 'Rejected.',
  refused: {
    section_gone: 'Not accepted: the policy has no such section any more.',
    quote_gone: 'Not accepted: its quote does not stand in the section.',
  } satisfies Record<Hindrance, string>,
  failed: 'That did not work. Reload the page and try again.',
};

/** One language's words of the page. */
export type ReadingsTexts = typeof readingsEn;
