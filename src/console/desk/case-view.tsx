import { reasonInWords } from '../../core/escalation/reason-words.js';
import type { CaseFile, QueueEntry } from '../../schema/index.js';
import { Badge, Button, EmptyState, Icon } from '../components/index.js';
import { modelsInWords } from '../models-in-words.js';
import { Clock } from './clock.js';
import { Composer } from './composer.js';
import { languageName } from './queue-view.js';
import { TimelineBox } from './timeline.js';
import { WithheldView } from './withheld-view.js';
import type { DeskWords } from './words.js';

export interface CaseProps {
  file: CaseFile;
  due_at_ms: QueueEntry['due_at_ms'];
  words: DeskWords;
  me: string;
  canWork: boolean;
  /** What just went wrong, in words. */
  problem?: string;
  /** Under which the next message is sent once, however often it is pressed. */
  messageKey: string;
}

/** How the one who looks stands to a case. */
export type Stand = 'mine' | 'others' | 'waiting' | 'ended' | 'reader';

export const standOf = ({ file: { handoff }, me, canWork }: CaseProps): Stand => {
  if (handoff.state !== 'waiting' && handoff.state !== 'claimed') return 'ended';
  if (!canWork) return 'reader';
  if (handoff.state === 'waiting') return 'waiting';
  return handoff.agent?.id === me ? 'mine' : 'others';
};

/** A case with everything that a person needs to take it over. */
export const CaseView = (props: CaseProps) => {
  const { file, words } = props;
  const { handoff } = file;
  const stand = standOf(props);
  const { texts } = words;
  return (
    <article
      id="case-file"
      class={`case-file stand-${stand}`}
      aria-labelledby="case-title"
      data-case={handoff.id}
    >
      <CaseHead {...props} />
      {props.problem === undefined ? null : (
        <p class="notice notice-bad case-problem" role="alert">
          {props.problem}
        </p>
      )}
      <div id="case-state">
        <input type="hidden" name="current" value={handoff.id} />
        <input type="hidden" name="stand" value={stand} />
        <input type="hidden" name="holder" value={handoff.agent?.id ?? ''} />
      </div>
      <fieldset class="case-tabs">
        <legend class="visually-hidden">{texts.case_views}</legend>
        <button type="button" data-shows="talk" aria-pressed="true">
          {texts.tab_conversation}
        </button>
        <button type="button" data-shows="why" aria-pressed="false">
          {texts.tab_why}
        </button>
      </fieldset>
      <div class="case-body" data-part="talk">
        <div class="talk">
          <h3 id="talk-title" class="visually-hidden">
            {texts.conversation}
          </h3>
          <section class="talk-scroll" id="talk-scroll" tabindex={0} aria-labelledby="talk-title">
            <TimelineBox items={file.transcript} words={words} />
          </section>
          <Composer {...props} stand={stand} />
        </div>
        <aside class="why" aria-label={texts.tab_why}>
          <WithheldView withheld={file.withheld} words={words} canQuote={stand === 'mine'} />
          <Facts {...props} />
        </aside>
      </div>
    </article>
  );
};

/** Where a case stands and what can be done with it. */
export const CaseHead = (props: CaseProps & { isOutOfBand?: boolean }) => {
  const { file, words, due_at_ms } = props;
  const { handoff } = file;
  const { texts } = words;
  const stand = standOf(props);
  const path = `/console/desk/${handoff.id}`;
  return (
    <header id="case-head" class="case-head" {...(props.isOutOfBand ? { 'hx-swap-oob': 'true' } : {})}>
      <a class="back-link" href="/console/desk" data-back>
        <Icon name="arrow" />
        {texts.back_to_queue}
      </a>
      <div class="case-name">
        <h2 id="case-title" tabindex={-1}>
          {reasonInWords(handoff.reason, words.lang)}
        </h2>
        <p class="case-marks">
          <Badge
            tone={handoff.state === 'waiting' ? 'warning' : handoff.state === 'claimed' ? 'info' : 'neutral'}
          >
            {texts[`state_${handoff.state}`]}
          </Badge>
          {handoff.priority === 'normal' ? null : (
            <Badge tone={handoff.priority === 'urgent' ? 'bad' : 'warning'}>
              {texts[`priority_${handoff.priority}`]}
            </Badge>
          )}
          <span>{languageName(handoff.language, words)}</span>
          <Clock entry={{ handoff, question: null, due_at_ms }} words={words} />
        </p>
      </div>
      <div class="case-acts">
        {stand === 'waiting' ? (
          <Button
            kind="primary"
            shortcut="c"
            attributes={{ 'hx-post': `${path}/claim`, 'hx-target': '#case', 'data-claims': true }}
          >
            {texts.claim}
          </Button>
        ) : null}
        {stand === 'mine' ? (
          <>
            <Button size="small" attributes={dialogOf(path, 'return')} shortcut="b">
              {texts.hand_back}
            </Button>
            <Button size="small" attributes={dialogOf(path, 'resolve')} shortcut="e">
              {texts.resolve}
            </Button>
            <details class="menu">
              <summary class="button button-small button-quiet">{texts.more}</summary>
              <div class="menu-items">
                <Button kind="quiet" size="small" attributes={dialogOf(path, 'reassign')}>
                  {texts.reassign}
                </Button>
                <Button
                  kind="quiet"
                  size="small"
                  attributes={{ 'hx-post': `${path}/release`, 'hx-target': '#case' }}
                >
                  {texts.release}
                </Button>
              </div>
            </details>
          </>
        ) : null}
      </div>
    </header>
  );
};

const dialogOf = (path: string, name: string): Record<string, string> => ({
  'hx-get': `${path}/dialog/${name}`,
  'hx-target': '#desk-dialog',
  'hx-swap': 'innerHTML',
});

const Facts = ({ file, words }: CaseProps) => {
  const { handoff, reference, conversation, position, withheld } = file;
  const { texts } = words;
  const facts: (readonly [string, string])[] = [
    ...(position > 0 ? ([[texts.waiting, texts.position(position)]] as [string, string][]) : []),
    ...(reference === null ? [] : ([[texts.reference, reference]] as [string, string][])),
    [texts.route, handoff.route],
    [texts.conversation_id, handoff.conversation_id],
    ...(conversation === null || conversation.blocked + conversation.rewritten === 0
      ? []
      : ([[texts.held_back, texts.answers(conversation.blocked + conversation.rewritten)]] as [
          string,
          string,
        ][])),
    ...modelsInWords(withheld ?? {}, words.lang, texts),
  ];
  return (
    <dl class="facts case-facts">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>{texts.record}</dt>
        <dd>
          <a href={`/api/records/${handoff.record_id}`}>{handoff.record_id.slice(0, 13)}…</a>
        </dd>
      </div>
    </dl>
  );
};

/** Where no case is open. */
export const NoCase = ({ words: { texts } }: { words: DeskWords }) => (
  <div class="no-case">
    <div id="case-state" />
    <EmptyState icon="inbox" title={texts.no_case} text={texts.no_case_more} />
    <p class="quiet keys-hint">{texts.no_case_keys}</p>
  </div>
);
