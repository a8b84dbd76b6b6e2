import { Button } from '../components/index.js';
import type { CaseProps, Stand } from './case-view.js';
import { Time } from './timeline.js';

/** Where a person answers; or why they cannot, and what to do about it. */
export const Composer = (props: CaseProps & { stand: Stand }) => {
  const { stand, file, words } = props;
  const { handoff } = file;
  const { texts } = words;
  const path = `/console/desk/${handoff.id}`;
  switch (stand) {
    case 'mine':
      return (
        <div class="composer">
          <Proposal {...props} />
          <ReplyForms {...props} />
        </div>
      );
    case 'waiting':
      return (
        <div class="composer">
          <Proposal {...props} />
          <p class="composer-line">{texts.claim_first}</p>
        </div>
      );
    case 'others':
      return (
        <div class="composer">
          <p class="composer-line">
            {texts.held_by(handoff.agent?.name ?? '')}{' '}
            <Button size="small" attributes={{ 'hx-post': `${path}/take-over`, 'hx-target': '#case' }}>
              {texts.take_over}
            </Button>
          </p>
        </div>
      );
    case 'reader':
      return (
        <div class="composer">
          <Proposal {...props} />
          <p class="composer-line">{texts.read_only}</p>
        </div>
      );
    case 'ended':
      return (
        <div class="composer">
          <p class="composer-line">
            {handoff.ended_at_ms === null ? null : <Time at={handoff.ended_at_ms} words={words} />}{' '}
            {texts.now_with_bot}
          </p>
        </div>
      );
    default:
      return stand satisfies never;
  }
};

/** The safe reply: it can be sent as it stands, edited or left. */
const Proposal = ({ file, words, stand, messageKey }: CaseProps & { stand: Stand }) => {
  const { texts } = words;
  const reply = file.proposed_reply;
  if (reply === null) {
    return stand === 'mine' && file.withheld !== null && !hasReply(file) ? (
      <p class="composer-line quiet proposal-none">{texts.proposed_none}</p>
    ) : null;
  }
  if (hasReply(file)) return null;
  return (
    <form
      id="proposal"
      class="proposal"
      method="post"
      action={`/console/desk/${file.handoff.id}/messages`}
      hx-post={`/console/desk/${file.handoff.id}/messages`}
      hx-target="#case"
      hx-disabled-elt="find button[type=submit]"
      aria-labelledby="proposal-title"
    >
      <h3 id="proposal-title" class="proposal-title">
        {texts.proposed}
      </h3>
      <p class="proposal-more">
        {texts.proposed_more}
        {reply.unanswered.length === 0 ? null : ` ${texts.proposed_silent(reply.unanswered.length)}`}
      </p>
      <section
        class="proposal-words"
        tabindex={0}
        aria-label={texts.proposed}
        lang={file.handoff.language ?? undefined}
      >
        {reply.text}
      </section>
      {stand === 'mine' ? (
        <div class="proposal-acts">
          <input type="hidden" name="text" value={reply.text} />
          <input type="hidden" name="is_proposed" value="true" />
          <input type="hidden" name="idempotency_key" value={`${messageKey}-proposed`} />
          <Button kind="primary" size="small" type="submit">
            {texts.send}
          </Button>
          <Button size="small" attributes={{ 'data-edits': true }}>
            {texts.edit}
          </Button>
          <Button kind="quiet" size="small" attributes={{ 'data-discards': true }}>
            {texts.discard}
          </Button>
        </div>
      ) : null}
    </form>
  );
};

/** Whether a person has answered since the case opened: the proposal was for the first answer. */
const hasReply = ({ handoff }: CaseProps['file']): boolean => handoff.first_reply_at_ms !== null;

const ReplyForms = ({ file, words, messageKey }: CaseProps) => {
  const { texts } = words;
  const path = `/console/desk/${file.handoff.id}`;
  return (
    <div class="reply" data-writes="reply">
      <div class="reply-head">
        <fieldset class="switch reply-switch">
          <legend class="visually-hidden">{texts.write_what}</legend>
          <button type="button" data-writing="reply" aria-pressed="true">
            {texts.reply}
          </button>
          <button type="button" data-writing="note" aria-pressed="false" data-shortcut="n">
            {texts.note}
          </button>
        </fieldset>
        <details
          class="canned"
          hx-get={`${path}/canned`}
          hx-trigger="toggle once"
          hx-target="find .canned-list"
        >
          <summary>{texts.canned}</summary>
          <div class="canned-list" />
        </details>
      </div>
      <form
        id="reply-form"
        class="reply-form"
        method="post"
        action={`${path}/messages`}
        hx-post={`${path}/messages`}
        hx-target="#case"
        hx-disabled-elt="find button[type=submit]"
        hx-disinherit="*"
      >
        <label class="visually-hidden" for="reply-text">
          {texts.reply_label}
        </label>
        <textarea
          id="reply-text"
          name="text"
          class="field"
          rows={3}
          required
          placeholder={texts.reply_placeholder}
          data-shortcut="r"
          data-draft={file.handoff.id}
          lang={file.handoff.language ?? undefined}
          aria-describedby="advice"
          hx-post={`${path}/check`}
          hx-trigger="input changed delay:500ms, desk:check"
          hx-target="#advice"
          hx-swap="innerHTML"
          hx-sync="this:replace"
        />
        <input type="hidden" name="idempotency_key" value={messageKey} />
        <section class="advice-box" tabindex={0} aria-label={texts.advice}>
          <div id="advice" class="advice-lines" role="status" aria-live="polite" />
        </section>
        <div class="reply-acts">
          <span class="send-hint">{texts.send_hint}</span>
          <Button kind="primary" type="submit">
            {texts.send}
          </Button>
        </div>
      </form>
      <form
        id="note-form"
        class="reply-form note-form"
        method="post"
        action={`${path}/notes`}
        hx-post={`${path}/notes`}
        hx-target="#case"
        hx-disabled-elt="find button[type=submit]"
        hidden
      >
        <label class="visually-hidden" for="note-text">
          {texts.note_label}
        </label>
        <textarea
          id="note-text"
          name="text"
          class="field"
          rows={3}
          required
          placeholder={texts.note_placeholder}
        />
        <div class="reply-acts">
          <span class="send-hint">{texts.team_only}</span>
          <Button kind="primary" type="submit">
            {texts.add_note}
          </Button>
        </div>
      </form>
    </div>
  );
};
