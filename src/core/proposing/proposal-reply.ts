import { z } from 'zod';
import type { Language, Passage } from '../../schema/index.js';
import { type PolicySection, unwrapped } from '../indexing/index.js';
import { plainLine, quoteStands, seenLine, speaksToJudge } from '../verification/judge/index.js';
import type { ProposalText } from './proposal-text.js';

/** The form that proposals are asked in. Every field is required, as strict structured output wants it. */
export const ProposalReply = z.strictObject({
  statements: z.array(z.strictObject({ quote: z.string(), reads_as: z.string() })),
  synonyms: z.array(z.strictObject({ term: z.string(), synonyms: z.array(z.string()) })),
  translations: z.array(
    z.strictObject({ term: z.string(), lang: z.string(), translations: z.array(z.string()) }),
  ),
  questions: z.array(z.strictObject({ lang: z.string(), question: z.string() })),
  wrong_answers: z.array(z.strictObject({ question: z.string(), answer: z.string(), quote: z.string() })),
});
export type ProposalReply = z.infer<typeof ProposalReply>;

/** Why a proposal is not written down for a person to look at. */
export const DROP_REASONS = [
  'quote_not_found',
  'term_not_found',
  'says_nothing_new',
  'other_language',
  'too_long',
  'addresses_a_model',
  'too_many',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

const TERM_CHARS_MAX = 60;
const WORDS_CHARS_MAX = 1_000;
/** Of one kind, for one section and language: more than that nobody looks at. */
const PROPOSALS_MAX = 30;

/** What of a reply is worth a person's look, and how much was left out for which reason. */
export interface ReadProposals {
  texts: ProposalText[];
  dropped: Partial<Record<DropReason, number>>;
}

/** Reads a reply about a section; null where it has not the asked form. */
export const readProposalReply = (
  value: unknown,
  section: PolicySection,
  languages: readonly Language[],
): ReadProposals | null => {
  const parsed = ProposalReply.safeParse(value);
  if (!parsed.success) return null;
  const { statements, synonyms, translations, questions, wrong_answers } = parsed.data;
  const own = readerOf(section, languages);
  const dropped: ReadProposals['dropped'] = {};
  const drop = (reason: DropReason): void => {
    dropped[reason] = (dropped[reason] ?? 0) + 1;
  };
  const kept = <Item>(items: readonly Item[], read: (item: Item) => ProposalText | DropReason) =>
    items.flatMap((item, at): ProposalText[] => {
      const text = at < PROPOSALS_MAX ? read(item) : 'too_many';
      if (typeof text !== 'string' && !isTooLong(text)) return [text];
      drop(typeof text === 'string' ? text : 'too_long');
      return [];
    });
  const texts = [
    ...kept(statements, own.statement),
    ...kept(synonyms, own.synonyms),
    ...kept(translations, own.translations),
    ...kept(questions, own.question),
    ...kept(wrong_answers, own.wrongAnswer),
  ];
  return { texts, dropped };
};

const isTooLong = (text: ProposalText): boolean =>
  Object.values(text).some((part: unknown) => typeof part === 'string' && part.length > WORDS_CHARS_MAX);

/** Reads the parts of a reply against their section. */
const readerOf = ({ heading_path, passages }: PolicySection, languages: readonly Language[]) => {
  const quotes = passages.map(({ quote }) => plainLine(quote));
  const whole = [...heading_path.map(plainLine), ...quotes].join('\n').toLowerCase();
  const own = (passages[0]?.lang ?? '').slice(0, 2);
  const corrected = new Set<Passage>();
  const hasTerm = (term: string): boolean => term !== '' && whole.includes(plainLine(term).toLowerCase());
  const otherWords = (words: readonly string[], term: string): string[] => {
    const different = words
      .map(seenLine)
      .filter((word) => word !== '' && word.length <= TERM_CHARS_MAX && !isSame(word, term));
    return [...new Set(different)];
  };
  const isAsked = (lang: string): boolean => languages.some((asked) => asked === lang);
  return {
    statement: ({ quote, reads_as }: ProposalReply['statements'][number]): ProposalText | DropReason => {
      const at = quotes.findIndex(
        (known, place) => known === plainLine(quote) && passages[place]?.row === null,
      );
      const passage = passages[at];
      if (passage === undefined) return 'quote_not_found';
      const plain = seenLine(reads_as);
      if (
        plain === '' ||
        isSame(plain, passage.text) ||
        isSame(plain, quotes[at] ?? '') ||
        corrected.has(passage)
      )
        return 'says_nothing_new';
      // A reading stands in the evidence that a judge is shown: it says nothing to a judge that the sentence does not.
      if (speaksToJudge(plain) && !speaksToJudge(passage.text)) return 'addresses_a_model';
      corrected.add(passage);
      return { kind: 'statement', quote: unwrapped(passage.quote), reads_as: plain };
    },
    synonyms: ({ term, synonyms }: ProposalReply['synonyms'][number]): ProposalText | DropReason => {
      if (!hasTerm(seenLine(term))) return 'term_not_found';
      const others = otherWords(synonyms, term);
      return others.length === 0
        ? 'says_nothing_new'
        : { kind: 'synonyms', term: seenLine(term), synonyms: others };
    },
    translations: ({
      term,
      lang,
      translations,
    }: ProposalReply['translations'][number]): ProposalText | DropReason => {
      if (!hasTerm(seenLine(term))) return 'term_not_found';
      if (!isAsked(lang) || lang === own) return 'other_language';
      const others = otherWords(translations, term);
      return others.length === 0
        ? 'says_nothing_new'
        : { kind: 'translations', term: seenLine(term), translations: { [lang]: others } };
    },
    question: ({ lang, question }: ProposalReply['questions'][number]): ProposalText | DropReason => {
      if (!isAsked(lang)) return 'other_language';
      const asked = seenLine(question);
      return asked === '' ? 'says_nothing_new' : { kind: 'question', lang, question: asked };
    },
    wrongAnswer: ({
      question,
      answer,
      quote,
    }: ProposalReply['wrong_answers'][number]): ProposalText | DropReason => {
      const words = plainLine(quote);
      if (words === '' || !quoteStands(words, quotes)) return 'quote_not_found';
      const said = seenLine(answer);
      if (said === '' || whole.includes(plainLine(said).toLowerCase())) return 'says_nothing_new';
      const asked = seenLine(question);
      return {
        kind: 'wrong_answer',
        ...(asked === '' ? {} : { question: asked }),
        answer: said,
        quote: quotedWords(words, passages),
      };
    },
  };
};

/** The words as they stand in the file, where the prompt showed some of their marks in another form. */
const quotedWords = (words: string, passages: readonly Passage[]): string => {
  for (const { quote } of passages) {
    const at = plainLine(quote).indexOf(words);
    if (at < 0) continue;
    const own = seenLine(quote).slice(at, at + words.length);
    return unwrapped(quote).includes(own) ? own : unwrapped(quote);
  }
  return words;
};

const isSame = (a: string, b: string): boolean => seenLine(a).toLowerCase() === seenLine(b).toLowerCase();
