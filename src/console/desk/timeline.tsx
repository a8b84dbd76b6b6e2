import type { Child } from 'hono/jsx';
import type { TranscriptItem } from '../../schema/index.js';
import { Badge, type Tone } from '../components/index.js';
import { MarkedText } from './marked-text.js';
import { type DeskWords, placeOf } from './words.js';

/** The conversation from its first turn on, with every step of the case between its turns. */
const Timeline = ({ items, words }: { items: readonly TranscriptItem[]; words: DeskWords }) =>
  items.length === 0 ? (
    <div class="timeline-empty">
      <p>{words.texts.nothing_said}</p>
      <p class="quiet">{words.texts.nothing_said_more}</p>
    </div>
  ) : (
    <ol class="timeline">
      {items.map((item) => (
        <Item item={item} words={words} />
      ))}
    </ol>
  );

/** The conversation in its box, which is put in place anew when something happens. */
export const TimelineBox = (props: {
  items: readonly TranscriptItem[];
  words: DeskWords;
  isOutOfBand?: boolean;
}) => (
  <div id="timeline-box" {...(props.isOutOfBand ? { 'hx-swap-oob': 'true' } : {})}>
    <Timeline items={props.items} words={props.words} />
  </div>
);

const Item = ({ item, words }: { item: TranscriptItem; words: DeskWords }) => {
  const { texts } = words;
  switch (item.kind) {
    case 'customer':
      return (
        <Turn side="customer" name={texts.customer} at={item.at_ms} words={words}>
          <Words text={item.text} words={words} />
        </Turn>
      );
    case 'bot':
      return (
        <Turn
          side="bot"
          name={texts.bot}
          at={item.at_ms}
          words={words}
          aside={
            item.decision === null || item.decision === 'pass' ? null : (
              <Badge tone={TONES[item.decision]}>{texts[`decision_${item.decision}`]}</Badge>
            )
          }
        >
          <Words text={item.text} words={words} />
        </Turn>
      );
    case 'person':
      return (
        <Turn side="person" name={nameOf(item.actor)} at={item.at_ms} words={words}>
          <Words text={item.text} words={words} />
          <Against item={item} words={words} />
          <Delivery isDelivered={item.delivered_at_ms !== null} words={words} />
        </Turn>
      );
    case 'note':
      return (
        <Turn side="note" name={texts.note_of(nameOf(item.actor))} at={item.at_ms} words={words}>
          <Words text={item.text} words={words} />
          <p class="turn-state">{texts.team_only}</p>
        </Turn>
      );
    case 'step':
      return (
        <li class={`step step-${item.event}`}>
          <p>
            {stepInWords(item, words)} <Time at={item.at_ms} words={words} />
          </p>
          {item.text === null || item.text === '' ? null : <p class="step-words">{item.text}</p>}
        </li>
      );
    default:
      return item satisfies never;
  }
};

/** The page looks again while a message is still to be fetched: no event tells of it. */
const Delivery = ({ isDelivered, words: { texts } }: { isDelivered: boolean; words: DeskWords }) =>
  isDelivered ? (
    <p class="turn-state">{texts.read_it}</p>
  ) : (
    <p class="turn-state" data-not-fetched>
      {texts.not_read_yet}
    </p>
  );

const TONES: Record<Exclude<NonNullable<BotItem['decision']>, 'pass'>, Tone> = {
  rewrite: 'warning',
  escalate: 'info',
  block: 'bad',
  unchecked: 'neutral',
  none: 'neutral',
};

const Turn = (props: {
  side: 'customer' | 'bot' | 'person' | 'note';
  name: string;
  at: number | null;
  words: DeskWords;
  aside?: Child;
  children?: Child;
}) => (
  <li class={`turn turn-${props.side}`}>
    <p class="turn-head">
      <span class="turn-name">{props.name}</span>
      {props.at === null ? null : <Time at={props.at} words={props.words} />}
      {props.aside}
    </p>
    <div class="turn-words">{props.children}</div>
  </li>
);

const Words = ({ text, words }: { text: string | null; words: DeskWords }) =>
  text === null ? <p class="quiet">{words.texts.erased}</p> : <MarkedText source={text} />;

/** What was known when the message was sent all the same. */
const Against = (props: { item: Extract<TranscriptItem, { kind: 'person' }>; words: DeskWords }) => {
  const { item, words } = props;
  const [worst] = item.advice.filter(({ is_certain }) => is_certain);
  if (worst === undefined) return null;
  return (
    <p class="turn-against">
      {worst.clause === null
        ? worst.kind === 'unsupported'
          ? words.texts.sent_unsupported
          : words.texts.advice_contradicted_bare
        : words.texts.sent_against(placeOf(worst.clause))}
    </p>
  );
};

export const Time = ({ at, words }: { at: number; words: DeskWords }) => (
  <time datetime={new Date(at).toISOString()}>{words.time(at)}</time>
);

const nameOf = ({ name, id }: { name: string | null; id: string | null }): string => name ?? id ?? '';

type BotItem = Extract<TranscriptItem, { kind: 'bot' }>;
type Step = Extract<TranscriptItem, { kind: 'step' }>;

const stepInWords = ({ event, actor, agent }: Step, { texts }: DeskWords): string => {
  const name = nameOf(actor);
  switch (event) {
    case 'claimed':
    case 'released':
    case 'returned':
    case 'resolved':
      return texts[`step_${event}`](name);
    case 'reassigned':
      return agent === null || agent.id === actor.id
        ? texts.step_taken_over(name)
        : texts.step_reassigned(name, agent.name);
    case 'opened':
    case 'expired':
    case 'cancelled':
    case 'contact_left':
    case 'bot_output_dropped':
      return texts[`step_${event}`];
    // Messages and notes are turns, not steps.
    case 'customer_message':
    case 'person_message':
    case 'note':
      return '';
    default:
      return event satisfies never;
  }
};
