import type { Quantity } from '../../../schema/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import { rowName } from './cell-words.js';
import type { ClaimWords } from './claim-words.js';
import { explainedBy } from './explained.js';
import type { CellState, KnowledgeTable, TypedColumn } from './knowledge-tables.js';
import { type RowSelection, selectRows } from './row-selection.js';
import { closeTogether, sameTerm, type Term, termsNaming } from './terms.js';

const NO_BEFORE =
  /^(?:no|not|non|never|without|zero|neither|nor|nothing|free|pas|aucune?|sans|ni|jamais|cannot|cant|isnt|arent|doesnt|dont|hasnt|havent|wont)$|n['’]t$/;
const NEAR_WORDS = 4;
const NOUN_WORDS = 6;
const EXCEPTIONS = new Set(['quantifier.except', 'quantifier.only']);
const EXCEPT_WORDS =
  /(?<!\p{L})(?:except|apart from|other than|but not|besides|unless|if|only|whether|even|sauf|hormis|excepté|à part|à moins|si|seule?s?|seulement|même (?:pour|avec|en|si|les|le|la))(?!\p{L})/iu;
const MAY = /(?<!\p{L})(?:may|might|could|can|traces?|possibly|peut|peuvent|pourrait|pourraient)(?!\p{L})/iu;
const ASKS_AWAY = /(?<!\p{L})(?:avoid|skip|stay away|éviter|évitez|contact|ask)(?!\p{L})/iu;

/** What the cells of a yes-or-no column say of the row that the claim names: allergens, services, permissions. */
export const lookUpYesNo = (
  input: CheckInput,
  words: ClaimWords,
  tables: readonly KnowledgeTable[],
): Signal | null => {
  if (EXCEPT_WORDS.test(words.text) || ASKS_AWAY.test(words.text)) return null;
  if (input.reading.quantifiers.some((quantifier) => EXCEPTIONS.has(quantifier))) return null;
  let best: Signal | null = null;
  for (const table of tables) {
    const own = withoutNumbers(words.own, input.reading.quantities);
    const flagged = flaggedColumns(table).filter(({ column }) => namedIn(column, own) !== null);
    if (flagged.length === 0) continue;
    const selection = selectRows(table, words);
    if (!selection.naming.some((how) => how === 'own' || how === 'context') || selection.rows.length === 0)
      continue;
    if (selection.naming.includes('own_part')) continue;
    for (const { column, at } of flagged) {
      const named = namedIn(column, own, wordsOfRows(table, selection, own));
      if (named === null) continue;
      const negated = isNegated(words.own, named, input);
      if (negated === null) continue;
      const states = new Set(selection.rows.map((row) => row.cells[at]?.state ?? 'empty'));
      // "Closed" is a no that the claim may say in so many words.
      const said = selection.rows.some((row) => {
        const cell = row.cells[at];
        return (
          cell?.state === 'no' &&
          !/^(?:no|non|not|none)$/i.test(cell.text) &&
          cell.names.some((name) =>
            name.words.every((word) => words.own.some((term) => sameTerm(word, term))),
          )
        );
      });
      const relation = said ? (negated ? null : 'supports') : judge(states, negated, MAY.test(words.text));
      if (relation === null) continue;
      if (relation === 'contradicts' && (selection.partly || mayMeanOther(table, at, selection, words)))
        continue;
      const { share } = explainedBy(words, selection, table, column, input.facts);
      const strength = Math.min(1, share * (selection.naming.includes('own') ? 1 : 0.9));
      if (
        best !== null &&
        strength <= best.strength &&
        !(relation === 'contradicts' && best.relation === 'supports')
      )
        continue;
      const [row] = selection.rows;
      if (row === undefined) continue;
      best = {
        relation,
        strength,
        finding:
          relation === 'contradicts'
            ? {
                kind: 'table',
                message: `The table ${quoted(table.name)} says ${quoted(`${column.label}: ${row.cells[at]?.text || 'no'}`)} for ${quoted(rowName(table, row))}; the answer says that it ${negated ? 'is not so' : 'is so'}.`,
              }
            : null,
        passages: [row.passage],
      };
    }
  }
  return best;
};

type FlaggedColumn = { column: TypedColumn; at: number };
const flaggedOf = new WeakMap<KnowledgeTable, readonly FlaggedColumn[]>();

/** The columns that say yes or no of a row; kept as long as the table is. */
const flaggedColumns = (table: KnowledgeTable): readonly FlaggedColumn[] => {
  const known = flaggedOf.get(table);
  if (known !== undefined) return known;
  const found = table.columns.flatMap((column, at) =>
    !column.is_key && isYesNo(table, at) && !column.is_availability ? [{ column, at }] : [],
  );
  flaggedOf.set(table, found);
  return found;
};

const isYesNo = (table: KnowledgeTable, at: number): boolean => {
  const states = table.rows
    .map((row) => row.cells[at]?.state ?? 'empty')
    .filter((state) => state !== 'empty');
  const plain = states.filter((state) => state !== 'value').length;
  return plain > 0 && plain * 2 >= states.length;
};

const NO_TERMS: ReadonlySet<Term> = new Set();

/** The claim's words that say which row is meant, and those that a row named before has in its name: "the check" of "Lens Check". */
const wordsOfRows = (
  table: KnowledgeTable,
  { used, rows }: RowSelection,
  own: readonly Term[],
): ReadonlySet<Term> => {
  const names = rows.flatMap(({ cells }) =>
    cells.flatMap((cell, at) => (table.columns[at]?.is_key ? cell.names.flatMap(({ words }) => words) : [])),
  );
  return new Set([...used, ...own.filter((term) => names.some((name) => sameTerm(name, term)))]);
};

/** Whether what stands before the claim names another row too, of which the column says otherwise: the claim may mean that one. */
const mayMeanOther = (
  table: KnowledgeTable,
  at: number,
  { rows, naming }: RowSelection,
  { context }: ClaimWords,
): boolean =>
  !naming.includes('own') &&
  table.rows.some(
    (row) =>
      !rows.includes(row) &&
      row.cells[at]?.state !== rows[0]?.cells[at]?.state &&
      row.cells.some(
        ({ names }, key) =>
          table.columns[key]?.is_key === true &&
          context.some((said) =>
            names.some(({ words }) => words.every((word) => termsNaming(word, said).length > 0)),
          ),
      ),
  );

/** The claim's words that name the column: all of its telling words, none of which names the row. */
const namedIn = (
  column: TypedColumn,
  own: readonly Term[],
  used: ReadonlySet<Term> = NO_TERMS,
): Term[] | null => {
  if (column.terms.length === 0) return null;
  const held = column.terms.map((word) => own.filter((term) => !used.has(term) && sameTerm(word, term)));
  return held.every((terms) => terms.length > 0) ? inOrder(closeTogether(held)) : null;
};

const inOrder = (terms: readonly Term[]): Term[] => [...terms].sort((a, b) => a.start_char - b.start_char);

/** A claim's words without those of its numbers: "18 minutes" does not speak of the column "minutes". */
const withoutNumbers = (own: readonly Term[], quantities: readonly Quantity[]): readonly Term[] =>
  own.filter(
    ({ start_char, end_char }) =>
      !quantities.some((number) => number.start_char <= start_char && end_char <= number.end_char),
  );

/** Whether the claim denies the named words; null where that cannot be told. */
const isNegated = (own: readonly Term[], named: readonly Term[], input: CheckInput): boolean | null => {
  const [first] = named;
  if (first === undefined) return null;
  const at = own.indexOf(first);
  const from = Math.max(0, at - NEAR_WORDS);
  const before = own.slice(from, at).filter((term) => NO_BEFORE.test(term.form));
  const behind = own[at + named.length];
  const free = behind?.form === 'free';
  const clause = input.reading.statements.filter(
    (statement) => statement.start_char <= first.start_char && first.start_char < statement.end_char,
  );
  const denies = clause.some((statement) => statement.negated || statement.modality === 'forbidden');
  // "No, …" answers the question; what follows says it again.
  const answers = before.filter((term) => term.form === 'no' || term.form === 'non').length;
  const leading = own[0]?.form === 'no' || own[0]?.form === 'non' ? 1 : 0;
  const local = before.length - (from === 0 ? Math.min(leading, answers) : 0) > 0 || free;
  if (!free && isOfOtherNoun(own.slice(Math.max(0, at - NOUN_WORDS), at))) return null;
  if (local && before.length > 2) return null;
  return local || denies;
};

const OF_A_NOUN = /^(?:no|zero|without|aucune?|sans)$/;
const PREPOSITION = /^(?:at|in|on|for|with|by|to|from|of|à|au|aux|en|dans|chez|pour|avec|sur|de|du|des|d)$/;

/** "No fee at a Parcel Point": what is denied is the fee. */
const isOfOtherNoun = (before: readonly Term[]): boolean => {
  const no = before.findLastIndex((term) => NO_BEFORE.test(term.form));
  return (
    OF_A_NOUN.test(before[no]?.form ?? '') &&
    before.slice(no + 1).some((term) => PREPOSITION.test(term.form)) &&
    before.slice(no + 1).some((term) => term.is_content)
  );
};

const judge = (states: ReadonlySet<CellState>, negated: boolean, may: boolean): Signal['relation'] | null => {
  if (states.size !== 1) return null;
  const [state] = states;
  switch (state) {
    case 'yes':
      return negated ? 'contradicts' : 'supports';
    case 'maybe':
      return negated ? 'contradicts' : may ? 'supports' : null;
    case 'no':
      return negated ? 'supports' : 'contradicts';
    default:
      return null;
  }
};
