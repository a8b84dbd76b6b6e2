import { normaliseWord } from '../../reading/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import { nameWords } from '../knowledge-facts.js';
import type { ClaimWords } from './claim-words.js';
import type { KnowledgeTable } from './knowledge-tables.js';
import { longestPriceList } from './price-lists.js';
import { isNumeral, type Term } from './terms.js';

const OFFERS =
  /(?<!\p{L})(?:costs?|is (?:only )?(?=[$€£\d])|available|on (?:the|our) menu|we (?:have|sell|offer)|coûten?t?|disponible|au menu|nous (?:avons|proposons|offrons))(?!\p{L})/iu;
/** "to New York", "with Mr Smith": a name that is not the thing offered. */
const ELSEWHERE =
  /(?<!\p{L})(?:to|from|in|at|with|by|for|near|via|through|à|de|au|aux|chez|par|vers|pour)\s+(?:the\s+|la\s+|le\s+|l['’])?$/iu;
const DENIES = /(?<!\p{L})(?:not|no|never|pas|aucune?|sans)(?!\p{L})|n['’]t(?!\p{L})/iu;

/** A thing that the answer prices or offers by name, and that no row of the price lists and no policy knows. */
export const unknownItem = (
  input: CheckInput,
  words: ClaimWords,
  tables: readonly KnowledgeTable[],
): Signal | null => {
  const priced = input.reading.quantities.some((quantity) => quantity.kind === 'money');
  if (!priced || !OFFERS.test(words.text) || DENIES.test(words.text)) return null;
  for (const name of input.reading.names) {
    const at = words.text.indexOf(name);
    const terms = words.own.filter(
      (term) => term.start_char >= at && term.end_char <= at + name.length && !isNumeral(term),
    );
    const head = words.lang === 'fr' ? terms[0] : terms.at(-1);
    if (ELSEWHERE.test(words.text.slice(0, Math.max(0, at)))) continue;
    if (at < 0 || head === undefined || terms.length < 2 || isKnown(head, input, tables)) continue;
    const table = longestPriceList(tables);
    if (table === null) return null;
    return {
      relation: 'absent',
      strength: 1,
      finding: {
        kind: 'table',
        message: `No ${quoted(name)} stands in the table ${quoted(table.name)}, and no policy names one.`,
      },
      passages: [],
    };
  }
  return null;
};

const isKnown = (head: Term, input: CheckInput, tables: readonly KnowledgeTable[]): boolean =>
  [head.stem, ...head.concepts].some((key) => input.facts.knows(key)) ||
  nameWords(head.form).some((word) => input.facts.names.has(word)) ||
  standsInCell(head, tables);

const cellForms = new WeakMap<readonly KnowledgeTable[], ReadonlySet<string>>();

/** Whether a cell holds the word, in one or in many: words that the policies' language would read otherwise. */
const standsInCell = ({ form }: Term, tables: readonly KnowledgeTable[]): boolean => {
  const forms = cellForms.get(tables) ?? formsIn(tables);
  cellForms.set(tables, forms);
  return forms.has(form) || forms.has(`${form}s`) || (form.endsWith('s') && forms.has(form.slice(0, -1)));
};

const formsIn = (tables: readonly KnowledgeTable[]): ReadonlySet<string> => {
  const forms = new Set<string>();
  for (const { rows } of tables)
    for (const { cells } of rows)
      for (const { text } of cells)
        for (const word of text.split(/[^\p{L}\p{N}]+/u)) forms.add(normaliseWord(word));
  return forms;
};
