import { Badge, Button, KeyHint, type Tone } from '../components/index.js';
import type { ReadingsTexts } from '../texts/index.js';
import { fieldsOf, type WordsField } from './proposal-words.js';
import { READINGS_PATH, type ReadingsView } from './readings-path.js';
import type { ShownProposal, ShownSection } from './shown-readings.js';

const TONES = {
  proposed: 'info',
  accepted: 'good',
  rejected: 'neutral',
  stale: 'warning',
} as const satisfies Record<string, Tone>;

export interface ProposalCardProps {
  shown: ShownProposal;
  section: ShownSection;
  texts: ReadingsTexts;
  at: { base: string; document: string; view: ReadingsView };
  /** A moment in the operator's time zone, in the language of the page. */
  timeOf(atMs: number): string;
}

/** The policy's words beside what is proposed, with what a person can do about it; without scripts a form like any other. */
export const ProposalCard = ({ shown, section, texts, at, timeOf }: ProposalCardProps) => {
  const { proposal } = shown;
  const { id, kind, status, decided_by, decided_at } = proposal;
  const decide = `${READINGS_PATH}/decide`;
  return (
    <li class="proposal" tabindex={-1} data-proposal={id}>
      <form
        method="post"
        action={decide}
        hx-post={decide}
        hx-target="#readings"
        hx-swap="outerHTML"
        hx-disabled-elt="find button"
      >
        <input type="hidden" name="base" value={at.base} />
        <input type="hidden" name="document" value={at.document} />
        <input type="hidden" name="view" value={at.view} />
        <input type="hidden" name="id" value={id} />
        <div class="proposal-head">
          <h3 class="proposal-kind">{texts.kinds[kind].name}</h3>
          <Badge tone={TONES[status]}>{texts.statuses[status]}</Badge>
          <p class="proposal-does">{texts.kinds[kind].does}</p>
        </div>
        <div class="proposal-sides">
          <PolicySide shown={shown} section={section} texts={texts} />
          <div class="proposal-words">
            {proposal.kind === 'wrong_answer' && proposal.question !== undefined ? (
              <p class="proposal-asked">
                <span class="proposal-label">{texts.question_asked}</span>
                {proposal.question}
              </p>
            ) : null}
            {fieldsOf(proposal).map((field) => (
              <Words id={id} field={field} texts={texts} />
            ))}
          </div>
        </div>
        <div class="proposal-acts">
          {decided_by === undefined || decided_at === undefined ? null : (
            <p class="proposal-decided">
              {texts.decided(texts.statuses[status], decided_by, timeOf(Date.parse(decided_at)))}
            </p>
          )}
          <Button
            type="submit"
            kind={status === 'accepted' ? 'plain' : 'primary'}
            attributes={{ name: 'act', value: 'accept', 'data-act': 'a' }}
          >
            {status === 'accepted' ? texts.save : texts.accept}
            <KeyHint keys={['a']} />
          </Button>
          {status === 'rejected' ? null : (
            <Button
              type="submit"
              attributes={{ name: 'act', value: 'reject', 'data-act': 'r', formnovalidate: true }}
            >
              {texts.reject}
              <KeyHint keys={['r']} />
            </Button>
          )}
        </div>
      </form>
    </li>
  );
};

/** What the policy says: the quote, or the sentence that the term stands in. */
const PolicySide = ({
  shown: { proposal, isQuoted },
  section,
  texts,
}: Pick<ProposalCardProps, 'shown' | 'section' | 'texts'>) => {
  const field = `${proposal.id}-quote`;
  if ('quote' in proposal) {
    const label = proposal.kind === 'wrong_answer' ? texts.contradicted_by : texts.in_policy;
    return isQuoted ? (
      <Quote label={label} words={proposal.quote} />
    ) : (
      <div class="proposal-policy">
        <label class="proposal-label" for={field}>
          {texts.quote}
        </label>
        <textarea
          class="field"
          id={field}
          name="quote"
          rows={3}
          required
          {...(section.section === null
            ? {}
            : { 'aria-describedby': `${field}-error`, 'aria-invalid': 'true' })}
        >
          {proposal.quote}
        </textarea>
        {section.section === null ? null : (
          <p class="field-error" id={`${field}-error`}>
            {texts.quote_gone}
          </p>
        )}
      </div>
    );
  }
  const term = 'term' in proposal ? proposal.term.toLowerCase() : null;
  const passage = section.section?.passages.find(
    ({ quote }) => term !== null && quote.toLowerCase().includes(term),
  );
  return passage === undefined ? (
    <div class="proposal-policy" />
  ) : (
    <Quote label={texts.in_policy} words={passage.quote} />
  );
};

const Quote = ({ label, words }: { label: string; words: string }) => (
  <figure class="proposal-policy">
    <figcaption class="proposal-label">{label}</figcaption>
    <blockquote class="proposal-quote">{words}</blockquote>
  </figure>
);

const Words = ({ id, field, texts }: { id: string; field: WordsField; texts: ReadingsTexts }) => {
  const { name, value, isList, lang } = field;
  const control = `${id}-${name.replace('.', '-')}`;
  return (
    <div class="form-field">
      <label class="proposal-label" for={control}>
        {labelOf(field, texts)}
      </label>
      {name === 'term' ? (
        <input class="field" id={control} name={name} value={value} required />
      ) : (
        <textarea
          class="field"
          id={control}
          name={name}
          rows={isList ? value.split('\n').length + 1 : Math.max(2, Math.ceil(value.length / 60))}
          data-act="e"
          required
          {...(lang === undefined ? {} : { lang })}
        >
          {value}
        </textarea>
      )}
    </div>
  );
};

const labelOf = ({ name, lang }: WordsField, texts: ReadingsTexts): string => {
  if (lang !== undefined) return texts.other_words_in(texts.languages[lang] ?? lang);
  switch (name) {
    case 'reads_as':
      return texts.reads_as;
    case 'term':
      return texts.term;
    case 'synonyms':
      return texts.other_words;
    case 'question':
      return texts.question;
    default:
      return texts.answer;
  }
};
