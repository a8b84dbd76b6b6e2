import type { Proposal } from '../../schema/index.js';

/** A part of a proposal that a person may put in other words, as a field of its form. */
export interface WordsField {
  name: string;
  value: string;
  /** Lists stand one a line. */
  isList: boolean;
  /** Language of a list of translations. */
  lang?: string;
}

/** The fields of a proposal; those of a quote are apart, since it is the policy's own. */
export const fieldsOf = (proposal: Proposal): WordsField[] => {
  const words = (name: string, value: string): WordsField => ({ name, value, isList: false });
  switch (proposal.kind) {
    case 'statement':
      return [words('reads_as', proposal.reads_as)];
    case 'synonyms':
      return [
        words('term', proposal.term),
        { name: 'synonyms', value: proposal.synonyms.join('\n'), isList: true },
      ];
    case 'translations':
      return [
        words('term', proposal.term),
        ...Object.entries(proposal.translations).map(([lang, list]) => ({
          name: `translations.${lang}`,
          value: list.join('\n'),
          isList: true,
          lang,
        })),
      ];
    case 'question':
      return [words('question', proposal.question)];
    case 'wrong_answer':
      return [words('answer', proposal.answer)];
    default:
      return proposal satisfies never;
  }
};

/** What a form changed of a proposal, by the proposal's own keys. */
export const changedWords = (proposal: Proposal, form: URLSearchParams): Record<string, unknown> => {
  const changed: Record<string, unknown> = {};
  for (const { name, value, isList, lang } of fieldsOf(proposal)) {
    const written = form.get(name);
    if (written === null) continue;
    const said = isList ? linesOf(written).join('\n') : oneLine(written);
    if (said === value) continue;
    if (!isList) changed[name] = said;
    else if (lang === undefined) changed[name] = linesOf(written);
    else
      changed['translations'] = {
        ...(proposal.kind === 'translations' ? proposal.translations : {}),
        ...(typeof changed['translations'] === 'object' ? changed['translations'] : {}),
        [lang]: linesOf(written),
      };
  }
  const quote = form.get('quote');
  if (quote !== null && 'quote' in proposal && oneLine(quote) !== oneLine(proposal.quote))
    changed['quote'] = oneLine(quote);
  return changed;
};

const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(oneLine)
    .filter((line) => line !== '');
