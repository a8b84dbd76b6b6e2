import type { Verdict, WithheldAnswer } from '../../schema/index.js';
import { type ClaimState, claimState } from '../client/checked-answer.js';
import { Clause } from './clause.js';
import { MarkedText } from './marked-text.js';
import type { DeskWords } from './words.js';

/** More clauses than this of one claim say nothing new to a reader; the record has all of them. */
const CLAUSES_MAX = 2;

/** A claim that something speaks against, or that nothing bears out. */
const isOpen = (verdict: Verdict): boolean => claimState(verdict) !== 'supported';

const reasonWords = (verdict: Verdict, { texts }: DeskWords): string => {
  const { reason } = verdict;
  return reason.startsWith('check_failed:')
    ? texts.verdict_check_failed
    : texts[`verdict_${reason as Exclude<Verdict['reason'], `check_failed:${string}`>}`];
};

/** What the bot wanted to say, its failing claims marked and numbered, each with what was found and the clause. */
export const WithheldView = (props: {
  withheld: WithheldAnswer | null;
  words: DeskWords;
  canQuote: boolean;
}) => {
  const { withheld, words, canQuote } = props;
  const { texts } = words;
  if (withheld === null) {
    return (
      <section class="withheld" aria-labelledby="withheld-title">
        <h3 id="withheld-title" class="side-title">
          {texts.wanted}
        </h3>
        <p class="quiet">{texts.wanted_nothing}</p>
        <p class="quiet">{texts.wanted_nothing_more}</p>
      </section>
    );
  }
  const open = withheld.claims.filter(isOpen);
  const numberOf = (verdict: Verdict): number => open.indexOf(verdict) + 1;
  const supported = withheld.claims.length - open.length;
  const marks = withheld.claims.map((verdict) => ({
    start: verdict.start_char,
    end: verdict.end_char,
    wrap: (text: string, isFirst: boolean) => {
      const state = claimState(verdict);
      if (!isOpen(verdict)) return <span class={`claim claim-${state}`}>{text}</span>;
      return (
        <span class={`claim claim-${state}`}>
          {isFirst ? (
            <a
              class="claim-number"
              href={`#claim-${numberOf(verdict)}`}
              aria-label={texts.claim_label(numberOf(verdict), texts[`state_${state}`])}
            >
              {String(numberOf(verdict))}
            </a>
          ) : null}
          {text}
        </span>
      );
    },
  }));
  return (
    <section class="withheld" aria-labelledby="withheld-title">
      <h3 id="withheld-title" class="side-title">
        {texts.wanted}
      </h3>
      <div class="withheld-words">
        <MarkedText source={withheld.original_answer} marks={marks} />
      </div>
      <ol class="findings">
        {open.map((verdict) => (
          <Finding verdict={verdict} number={numberOf(verdict)} words={words} canQuote={canQuote} />
        ))}
      </ol>
      {supported === 0 ? null : <p class="quiet">{texts.sure_claims(supported)}</p>}
    </section>
  );
};

const Finding = (props: { verdict: Verdict; number: number; words: DeskWords; canQuote: boolean }) => {
  const { verdict, number, words, canQuote } = props;
  const state: ClaimState = claimState(verdict);
  const messages = [...new Set(verdict.findings.map(({ message }) => message))];
  return (
    <li id={`claim-${number}`} class={`finding finding-${state}`}>
      <p class="finding-head">
        <span class="finding-number" aria-hidden="true">
          {String(number)}
        </span>
        <strong>{words.texts[`state_${state}`]}</strong>
      </p>
      {messages.length === 0 ? (
        <p>{reasonWords(verdict, words)}</p>
      ) : (
        // The checks speak English.
        messages.map((message) => <p lang="en">{message}</p>)
      )}
      {verdict.evidence.length === 0 ? <p class="quiet">{words.texts.no_clause}</p> : null}
      {verdict.evidence.slice(0, CLAUSES_MAX).map((evidence) => (
        <Clause evidence={evidence} words={words} canQuote={canQuote} />
      ))}
    </li>
  );
};
