import type { Language } from '../../schema/index.js';
import { familyOf, isContentConcept } from '../lexicon/index.js';
import { keyOf } from './concepts.js';
import type { Token } from './tokenise.js';

const REFERENCE_WORDS = new Set(
  'section article clause step chapter page part paragraph annex appendix schedule gate room flight route line zone terminal row version phase option level tier item question no number etape chapitre alinea annexe porte chambre vol ligne zone quai rangee niveau palier numero n vehicle order bus ticket reference account case form formulaire figure table tableau point'.split(
    ' ',
  ),
);

/** "Section 7", "7." at the start of an item, "flight 482", "#12": numbers that name and do not measure. */
export function isReference(tokens: readonly Token[], from: number, to: number): boolean {
  const before = tokens[from - 1];
  const after = tokens[to];
  if (before?.text === '#' || before?.text === '§' || before?.text === '№' || before?.text === '°')
    return true;
  if (after?.text === ':' && before?.kind === 'word' && from + 1 === to) return true;
  if (before !== undefined && REFERENCE_WORDS.has(before.form) && before.kind === 'word') {
    return before.concept === null || familyOf(before.concept) !== 'cmp';
  }
  if (from > 0 && !(before?.kind === 'punct' && before.text === '\n')) return false;
  const marker = after?.text === '.' || after?.text === ')';
  return marker && tokens[to + 1]?.spaced === true && tokens[from]?.kind === 'number';
}

const PRONOUN_AFTER = new Set(
  'this that which no the any each every a an another other further same new next last first second third old'.split(
    ' ',
  ),
);

/** "An ordinary one", "a cheaper one". */
const isQuality = ({ kind, concept }: Token): boolean =>
  kind === 'ordinal' || (concept !== null && /^(?:quality|ordinal|per)\./.test(concept));

/** "one bag", "une seule pièce": a number; "this one", "every further one", "one of", "un bagage": a pronoun or an article. */
export function isCountedOne(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (next === undefined || next.kind === 'punct') return false;
  if (token?.form !== 'one') return ['seul', 'seule'].includes(next.form);
  const before = tokens[at - 1];
  if (before !== undefined && (PRONOUN_AFTER.has(before.form) || isQuality(before))) return false;
  return next.concept === null || isContentConcept(next.concept) || /^(?:unit|per)\./.test(next.concept);
}

/** The key of the noun counted: in English the first plural of the words that follow, in French the first of them. */
export function countedNoun(
  tokens: readonly Token[],
  lang: Language,
  number: { to: number; value: number },
): string | null {
  const run: Token[] = [];
  for (let i = number.to; i < tokens.length && run.length < 3; i += 1) {
    const token = tokens[i];
    if (token === undefined) break;
    if (token.text === '-') continue;
    if (token.kind !== 'word' && token.kind !== 'code') break;
    if (token.concept !== null && !isContentConcept(token.concept)) {
      if (
        run.length === 0 &&
        ['of', 'de', 'd', 'more', 'other', 'autres', 'such', 'seul', 'seule'].includes(token.form)
      )
        continue;
      break;
    }
    run.push(token);
  }
  const plural =
    lang === 'en' && number.value !== 1
      ? run.find((token) => token.form.endsWith('s') && !token.form.endsWith('ss'))
      : undefined;
  const head = plural ?? run[0];
  return head === undefined ? null : keyOf(head);
}
