import type { Evidence } from '../../schema/index.js';
import { MarkedText } from './marked-text.js';
import { type DeskWords, inForceWords, placeOf } from './words.js';

/** A clause in the policy's own words, with where it stands and when it holds. */
export const Clause = (props: {
  evidence: Evidence;
  words: DeskWords;
  /** Whether a button puts it into the reply. */
  canQuote: boolean;
}) => {
  const { evidence, words, canQuote } = props;
  const { texts } = words;
  return (
    <figure class={`clause clause-${evidence.relation}`}>
      <p class="clause-relation">{texts[`relation_${evidence.relation}`]}</p>
      <ClauseText evidence={evidence} />
      <figcaption>
        <span class="clause-place">{placeOf(evidence)}</span>
        <span class="clause-dates">{inForceWords(evidence, words)}</span>
        {canQuote ? (
          <button type="button" class="link-button" data-insert={quotation(evidence)}>
            {texts.quote_clause}
          </button>
        ) : null}
      </figcaption>
    </figure>
  );
};

/** The words of a clause; a table's row by its columns. */
export const ClauseText = ({ evidence }: { evidence: Evidence }) =>
  evidence.row === null ? (
    <blockquote class="clause-quote" lang={evidence.lang}>
      <MarkedText source={evidence.quote} />
    </blockquote>
  ) : (
    <dl class="clause-row" lang={evidence.lang}>
      {evidence.row.cells.map((cell) => (
        <div>
          <dt>{cell.column.replaceAll('_', ' ')}</dt>
          <dd>{cell.value}</dd>
        </div>
      ))}
    </dl>
  );

/** A clause as it goes into a reply: whole, in quotation marks of its language, with its section. */
const quotation = ({ quote, row, lang, section }: Evidence): string => {
  const text =
    row === null
      ? quote.replace(/\s+/g, ' ').replaceAll('**', '').trim()
      : row.cells.map(({ column, value }) => `${column.replaceAll('_', ' ')}: ${value}`).join(', ');
  return lang.startsWith('fr') ? `« ${text} » (${section})` : `“${text}” (${section})`;
};
