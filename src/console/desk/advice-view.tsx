import type { Advice, DraftCheck } from '../../schema/index.js';
import { ClauseText } from './clause.js';
import { type DeskWords, placeOf } from './words.js';

/** What the policies say to a draft: never a bar, always with the clause. */
export const AdviceView = ({ check, words }: { check: DraftCheck; words: DeskWords }) => {
  const { texts } = words;
  if (!check.is_checked) return <p class="advice-line advice-unchecked">{texts.advice_unchecked}</p>;
  return (
    <>
      {check.advice.length === 0 ? null : (
        <>
          <ul class="advice-list">
            {check.advice.map((advice) => (
              <AdviceItem advice={advice} words={words} />
            ))}
          </ul>
          <p class="advice-line quiet">{texts.advice_free}</p>
        </>
      )}
      {check.verified === 0 ? null : (
        <p class="advice-line advice-fine">{texts.advice_fine(check.verified)}</p>
      )}
      {check.not_verified === 0 ? null : (
        <p class="advice-line quiet">{texts.advice_unsure(check.not_verified)}</p>
      )}
    </>
  );
};

const AdviceItem = ({ advice, words }: { advice: Advice; words: DeskWords }) => (
  <li class={`advice advice-${advice.kind}`}>
    <p class="advice-words">“{advice.text.trim()}”</p>
    <p class="advice-says">{adviceInWords(advice, words)}</p>
    {advice.clause === null ? null : advice.clause.row === null ? (
      <ClauseText evidence={advice.clause} />
    ) : (
      // A table says it in fewer words as the check found it; the checks speak English.
      advice.findings.slice(0, 1).map((finding) => <p lang="en">{finding}</p>)
    )}
  </li>
);

const adviceInWords = ({ kind, is_certain, clause }: Advice, { texts }: DeskWords): string => {
  if (kind === 'unsupported') return texts.advice_unsupported;
  if (clause === null) return texts.advice_contradicted_bare;
  const place = placeOf(clause);
  return is_certain ? texts.advice_contradicted(place) : texts.advice_contradicted_unsure(place);
};
