import type { DraftCheck, TeamMember } from '../../schema/index.js';
import { Badge, Button, Dialog, Initials } from '../components/index.js';
import type { DeskWords } from './words.js';

const Head = ({ title, words }: { title: string; words: DeskWords }) => (
  <div class="dialog-head">
    <h2 id="desk-dialog-title">{title}</h2>
    <button type="button" class="icon-button" data-closes aria-label={words.texts.close}>
      ×
    </button>
  </div>
);

/** Handing a case back to the bot, or closing it: with a first wording of what happened. */
export const EndDialog = (props: {
  id: string;
  end: 'return' | 'resolve';
  summary: string;
  /** Whether the bot gets the summary with its next request. */
  isTold: boolean;
  words: DeskWords;
}) => {
  const { id, end, summary, isTold, words } = props;
  const { texts } = words;
  const path = `/console/desk/${id}/${end}`;
  const back = isTold ? texts.back_lead_bot : texts.back_lead;
  const lead = end === 'return' ? back : texts.resolve_lead;
  return (
    <>
      <Head title={end === 'return' ? texts.back_title : texts.resolve_title} words={words} />
      <form class="form" method="post" action={path} hx-post={path} hx-target="#case">
        <p>{lead}</p>
        <div class="form-field">
          <label for="summary">{texts.summary_label}</label>
          <textarea id="summary" name="summary" class="field" rows={6} autofocus>
            {summary}
          </textarea>
        </div>
        <div class="dialog-acts">
          <Button attributes={{ 'data-closes': true }}>{texts.cancel}</Button>
          <Button kind="primary" type="submit">
            {end === 'return' ? texts.hand_back : texts.resolve}
          </Button>
        </div>
      </form>
    </>
  );
};

/** Giving a case to somebody else. */
export const ReassignDialog = (props: { id: string; team: readonly TeamMember[]; words: DeskWords }) => {
  const { id, team, words } = props;
  const { texts } = words;
  const path = `/console/desk/${id}/reassign`;
  return (
    <>
      <Head title={texts.reassign_title} words={words} />
      {team.length === 0 ? (
        <p>{texts.reassign_nobody}</p>
      ) : (
        <form class="form" method="post" action={path} hx-post={path} hx-target="#case">
          <p>{texts.reassign_lead}</p>
          <fieldset class="choices">
            <legend class="visually-hidden">{texts.reassign_title}</legend>
            {team.map(({ agent, is_online, cases }, at) => (
              <label class={is_online ? 'member is-online' : 'member'}>
                <input type="radio" name="agent_id" value={agent.id} required checked={at === 0} />
                <Initials name={agent.name} />
                <span class="member-name">{agent.name}</span>
                <span class="member-state">
                  {is_online ? texts.online : texts.offline} · {texts.cases(cases)}
                </span>
              </label>
            ))}
          </fieldset>
          <div class="dialog-acts">
            <Button attributes={{ 'data-closes': true }}>{texts.cancel}</Button>
            <Button kind="primary" type="submit">
              {texts.reassign}
            </Button>
          </div>
        </form>
      )}
    </>
  );
};

/** The keys of the desk. */
export const KeysDialog = ({ words, isOn }: { words: DeskWords; isOn: boolean }) => {
  const { texts } = words;
  const keys: [string[], string][] = [
    [['j'], texts.key_next],
    [['k'], texts.key_previous],
    [['Enter'], texts.key_open],
    [['c'], texts.key_claim],
    [['r'], texts.key_reply],
    [['n'], texts.key_note],
    [['Ctrl', 'Enter'], texts.key_send],
    [['b'], texts.hand_back],
    [['e'], texts.resolve],
    [['q'], texts.key_queue],
    [['?'], texts.key_help],
    [['Esc'], texts.key_close],
  ];
  return (
    <Dialog id="desk-keys" title={texts.keys_title} close={texts.close}>
      <dl class="key-list">
        {keys.map(([names, does]) => (
          <div>
            <dt>
              {names.map((name) => (
                <kbd>{name}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label class="toggle">
        <input type="checkbox" data-shortcuts-switch checked={isOn} />
        {texts.keys_on}
      </label>
      <p class="field-hint">{texts.keys_on_more}</p>
    </Dialog>
  );
};

/** Replies to choose from; one that a policy contradicts says so. */
export const CannedList = (props: {
  replies: readonly { name: string; lang: string; text: string; check: DraftCheck }[];
  words: DeskWords;
}) => {
  const { replies, words } = props;
  return replies.length === 0 ? (
    <p class="quiet">{words.texts.canned_none}</p>
  ) : (
    <ul class="canned-items">
      {replies.map(({ name, lang, text, check }) => (
        <li>
          <button type="button" data-insert={text}>
            <strong>{name}</strong>
            {check.advice.some(({ is_certain }) => is_certain) ? (
              <Badge tone="warning">{words.texts.canned_contradicted}</Badge>
            ) : null}
            <span lang={lang}>{text}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};
