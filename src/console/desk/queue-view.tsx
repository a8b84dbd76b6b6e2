import { reasonInWords } from '../../core/escalation/reason-words.js';
import type { QueueEntry, TeamMember } from '../../schema/index.js';
import { Badge, EmptyState, Icon, Initials } from '../components/index.js';
import { Clock, Waited } from './clock.js';
import type { DeskFilter } from './desk-filter.js';
import { queueAddress } from './desk-filter.js';
import type { DeskWords } from './words.js';

export interface QueueProps {
  words: DeskWords;
  filter: DeskFilter;
  /** The one who looks: their cases come first. */
  me: string;
  /** Those that wait in their order, those that are held, or what has ended. */
  waiting: readonly QueueEntry[];
  claimed: readonly QueueEntry[];
  ended: readonly QueueEntry[];
  team: readonly TeamMember[];
  /** Route names to choose from. */
  routes: readonly string[];
  /** The case that is open beside the queue. */
  current: string | null;
  canWork: boolean;
  /** False where the configuration opens no cases at all. */
  isOn: boolean;
  /** Number of the last event that is in it. */
  seq: number;
  closed: { opens_at_ms: number | null } | null;
}

/** The queue as it stands now, with who is at the desk. */
export const QueueView = (props: QueueProps) => {
  const { words, filter, me, waiting, claimed, ended, closed } = props;
  const { texts } = words;
  const mine = claimed.filter(({ handoff }) => handoff.agent?.id === me);
  const others = claimed.filter(({ handoff }) => handoff.agent?.id !== me);
  return (
    <div
      id="queue-view"
      class="queue-view"
      data-seq={String(props.seq)}
      data-waiting={String(waiting.length)}
      hx-get={queueAddress('/console/desk/queue', filter)}
      hx-include="#case-state"
      hx-trigger="every 30s, desk:refresh"
      hx-swap="outerHTML"
      hx-disinherit="*"
    >
      {closed === null ? null : <ClosedNotice opensAtMs={closed.opens_at_ms} words={words} />}
      <QueueFilter {...props} />
      {filter.view === 'ended' ? (
        <Group id="ended" title={texts.ended} cases={ended} {...props} />
      ) : (
        <>
          {mine.length === 0 ? null : <Group id="yours" title={texts.yours} cases={mine} {...props} />}
          <Group id="waiting" title={texts.waiting} cases={waiting} {...props} />
          {others.length === 0 ? null : (
            <Group id="others" title={texts.with_colleagues} cases={others} {...props} />
          )}
        </>
      )}
      <Team {...props} />
    </div>
  );
};

const ClosedNotice = ({ opensAtMs, words }: { opensAtMs: number | null; words: DeskWords }) => (
  <div class="notice closed-notice">
    <Icon name="clock" />
    <p>
      <strong>{words.texts.closed}</strong>
      <br />
      {opensAtMs === null ? words.texts.closed_always : words.texts.closed_until(words.weekTime(opensAtMs))}
    </p>
  </div>
);

const QueueFilter = ({ words, filter, routes }: QueueProps) => {
  const { texts } = words;
  const choices = [
    { name: 'language', label: texts.filter_language, any: texts.any_language, options: LANGUAGES(words) },
    {
      name: 'priority',
      label: texts.filter_priority,
      any: texts.any_priority,
      options: (['urgent', 'high', 'normal'] as const).map((value) => ({
        value,
        name: texts[`priority_${value}`],
      })),
    },
    {
      name: 'route',
      label: texts.filter_route,
      any: texts.any_route,
      options: routes.map((value) => ({ value, name: value })),
    },
  ] as const;
  return (
    <form
      class="queue-filter"
      action="/console/desk"
      hx-get="/console/desk/queue"
      hx-include="#case-state"
      hx-trigger="change"
      hx-target="#queue-view"
      hx-swap="outerHTML"
      hx-disinherit="*"
    >
      <input type="hidden" name="view" value={filter.view} />
      {choices
        .filter(({ name, options }) => name !== 'route' || options.length > 1)
        .map(({ name, label, any, options }) => (
          <label>
            <span class="visually-hidden">{label}</span>
            <select id={`filter-${name}`} name={name} class="field field-small">
              <option value="">{any}</option>
              {options.map((option) => (
                <option value={option.value} selected={filter[name] === option.value}>
                  {option.name}
                </option>
              ))}
            </select>
          </label>
        ))}
      <noscript>
        <button type="submit" class="button button-small">
          {texts.filter}
        </button>
      </noscript>
    </form>
  );
};

const LANGUAGES = ({ texts }: DeskWords) => [
  { value: 'en', name: texts.language_en },
  { value: 'fr', name: texts.language_fr },
];

const Group = (props: QueueProps & { id: string; title: string; cases: readonly QueueEntry[] }) => {
  const { id, title, cases, ...rest } = props;
  return (
    <section class="queue-group" aria-labelledby={`group-${id}`}>
      <h2 id={`group-${id}`} class="queue-title">
        {title} <span class="queue-count">{String(cases.length)}</span>
      </h2>
      {cases.length === 0 ? (
        <NoCases {...rest} />
      ) : (
        <ul class="rows">
          {cases.map((entry) => (
            <Row entry={entry} {...rest} />
          ))}
        </ul>
      )}
    </section>
  );
};

const NoCases = ({ words: { texts }, filter, isOn }: QueueProps) => {
  const isFiltered = filter.language !== null || filter.priority !== null || filter.route !== null;
  if (!isOn && filter.view === 'open') {
    return <EmptyState icon="info" title={texts.channel_none} text={texts.channel_none_more} />;
  }
  if (isFiltered) {
    return (
      <EmptyState
        icon="inbox"
        title={texts.none_match}
        text={texts.none_match_more}
        action={
          <a class="button button-small" href={`/console/desk?view=${filter.view}`}>
            {texts.clear_filter}
          </a>
        }
      />
    );
  }
  return filter.view === 'ended' ? (
    <EmptyState icon="inbox" title={texts.none_ended} text={texts.none_ended_more} />
  ) : (
    <EmptyState icon="check" title={texts.none_waiting} text={texts.none_waiting_more} />
  );
};

const Row = ({ entry, words, current, canWork, me }: QueueProps & { entry: QueueEntry }) => {
  const { handoff, question } = entry;
  const { texts } = words;
  const { id, priority, state, agent } = handoff;
  const path = `/console/desk/${id}`;
  return (
    <li class={`row row-${priority} row-${state}`} data-row={id}>
      <a
        id={`row-${id}`}
        class="row-link"
        href={path}
        hx-get={path}
        hx-target="#case"
        hx-push-url="true"
        {...(id === current ? { 'aria-current': 'true' } : {})}
      >
        <span class="row-head">
          <span class="row-reason">{reasonInWords(handoff.reason, words.lang)}</span>
          <Clock entry={entry} words={words} />
        </span>
        <span
          class={question === null ? 'row-words quiet' : 'row-words'}
          lang={handoff.language ?? undefined}
        >
          {question ?? texts.no_words}
        </span>
        <span class="row-marks">
          {priority === 'normal' ? null : (
            <Badge tone={priority === 'urgent' ? 'bad' : 'warning'}>{texts[`priority_${priority}`]}</Badge>
          )}
          {state === 'waiting' || state === 'claimed' ? null : <Badge>{texts[`state_${state}`]}</Badge>}
          <span class="row-language">{languageName(handoff.language, words)}</span>
          {state === 'waiting' ? <Waited since={handoff.created_at_ms} words={words} /> : null}
          {agent !== null && agent.id !== me ? <span class="row-agent">{agent.name}</span> : null}
        </span>
      </a>
      {state === 'waiting' && canWork ? (
        <button
          type="button"
          class="button button-small row-claim"
          data-claims
          hx-post={`${path}/claim`}
          hx-target="#case"
          hx-push-url={path}
          aria-describedby={`row-${id}`}
        >
          {texts.claim_in_row}
        </button>
      ) : null}
    </li>
  );
};

export const languageName = (language: string | null, { texts }: DeskWords): string | null => {
  if (language === null) return null;
  if (language.startsWith('en')) return texts.language_en;
  return language.startsWith('fr') ? texts.language_fr : language;
};

const Team = ({ team, me, words, filter }: QueueProps) => {
  const { texts } = words;
  const here = team.filter(({ is_online, cases }) => is_online || cases > 0);
  return (
    <footer class="queue-foot">
      <section class="team" aria-labelledby="team-title">
        <h2 id="team-title" class="queue-title">
          {texts.at_the_desk}
        </h2>
        {here.some(({ agent }) => agent.id !== me) ? (
          <ul class="team-list">
            {here.map(({ agent, is_online, cases }) => (
              <li class={is_online ? 'member is-online' : 'member'}>
                <Initials name={agent.name} />
                <span class="member-name">
                  {agent.name}
                  {agent.id === me ? ` (${texts.you})` : null}
                </span>
                <span class="member-state">
                  {is_online ? texts.online : texts.offline} · {texts.cases(cases)}
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p class="quiet">{texts.alone}</p>
        )}
      </section>
      <p class="queue-more">
        <a href={filter.view === 'ended' ? '/console/desk' : '/console/desk?view=ended'}>
          {filter.view === 'ended' ? texts.show_open : texts.show_ended}
        </a>
        <button type="button" class="link-button" data-opens="desk-keys" data-shortcut="?">
          {texts.keys}
        </button>
      </p>
    </footer>
  );
};
