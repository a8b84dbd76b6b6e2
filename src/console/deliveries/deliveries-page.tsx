import type { Child } from 'hono/jsx';
import { caseUrl } from '../../core/escalation/index.js';
import type {
  Delivery,
  DeliveryEndpoint,
  DeliveryState,
  DeliveriesPage as Page,
} from '../../schema/index.js';
import { Badge, Button, Card, EmptyState, Frame, Tabs, type Tone } from '../components/index.js';
import { DELIVERIES_TEXTS, type DeliveriesTexts } from '../texts/index.js';
import type { View } from '../view.js';

export const DELIVERIES_PATH = '/console/deliveries';

/** What the page shows. */
export interface DeliveriesShown {
  state: DeliveryState;
  page: Page;
  endpoints: readonly DeliveryEndpoint[];
  nowMs: number;
  /** A moment in the operator's time zone, in the language of the page. */
  timeOf(atMs: number): string;
  /** Whether this person may send again and enable. */
  maySend: boolean;
}

interface Props {
  view: View;
  shown: DeliveriesShown;
}

/** Receivers as they stand, and what is on its way to them. */
export const DeliveriesPage = ({ view, shown }: Props) => {
  const texts = DELIVERIES_TEXTS[view.lang];
  return (
    <Frame
      view={view}
      title={texts.title}
      current="deliveries"
      stylesheets={['deliveries.css']}
      scripts={['htmx.js']}
    >
      <main id="content" class="page deliveries">
        <header class="deliveries-head">
          <h1 class="page-title">{texts.title}</h1>
          <p class="deliveries-lead">{texts.lead}</p>
        </header>
        <DeliveriesPart view={view} shown={shown} />
      </main>
    </Frame>
  );
};

/** What changes when something is sent again. */
export const DeliveriesPart = ({ view, shown }: Props) => {
  const texts = DELIVERIES_TEXTS[view.lang];
  return (
    <div id="deliveries" class="deliveries-part">
      {shown.endpoints.length === 0 ? (
        <EmptyState icon="inbox" title={texts.no_receivers_title} text={texts.no_receivers_text} />
      ) : (
        <Receivers texts={texts} shown={shown} />
      )}
      {shown.endpoints.length === 0 && shown.page.deliveries.length === 0 ? null : (
        <DeliveriesList texts={texts} shown={shown} />
      )}
    </div>
  );
};

const Receivers = ({ texts, shown }: { texts: DeliveriesTexts; shown: DeliveriesShown }) => (
  <Card title={texts.receivers} titleId="receivers">
    <ul class="receivers">
      {shown.endpoints.map((endpoint) => {
        const { tone, words } = standing(endpoint, texts, shown);
        return (
          <li class="receiver">
            <strong class="receiver-name">{endpoint.endpoint}</strong>
            <Badge tone={tone}>{words}</Badge>
            {endpoint.disabled_reason === null ? null : (
              <span class="receiver-why">{texts.fault(endpoint.disabled_reason)}</span>
            )}
            {endpoint.disabled_at_ms === null || !shown.maySend ? null : (
              <Act path={`endpoints/${encodeURIComponent(endpoint.endpoint)}/enable`} state={shown.state}>
                {texts.enable}
              </Act>
            )}
          </li>
        );
      })}
    </ul>
  </Card>
);

const standing = (
  { disabled_at_ms, paused_until_ms }: DeliveryEndpoint,
  texts: DeliveriesTexts,
  { nowMs, timeOf }: DeliveriesShown,
): { tone: Tone; words: string } => {
  if (disabled_at_ms !== null) return { tone: 'bad', words: texts.disabled };
  if (paused_until_ms !== null && paused_until_ms > nowMs)
    return { tone: 'warning', words: texts.paused(timeOf(paused_until_ms)) };
  return { tone: 'good', words: texts.active };
};

const STATES: readonly DeliveryState[] = ['dead', 'pending', 'delivered'];

const DeliveriesList = ({ texts, shown }: { texts: DeliveriesTexts; shown: DeliveriesShown }) => {
  const { state, page } = shown;
  const tabs = STATES.map((one) => ({
    href: `${DELIVERIES_PATH}?state=${one}`,
    label: texts.states[one],
    isCurrent: one === state,
  }));
  const { title, text } = texts.empty[state];
  return (
    <section aria-label={texts.title}>
      <Tabs label={texts.tabs_label} tabs={tabs} />
      {page.deliveries.length === 0 ? (
        <EmptyState icon={state === 'dead' ? 'check' : 'inbox'} title={title} text={text} />
      ) : (
        <ul class="delivery-list">
          {page.deliveries.map((delivery) => (
            <DeliveryItem delivery={delivery} texts={texts} shown={shown} />
          ))}
        </ul>
      )}
      {page.next_cursor === null ? null : (
        <p class="deliveries-more">
          <Button href={`${DELIVERIES_PATH}?state=${state}&cursor=${encodeURIComponent(page.next_cursor)}`}>
            {texts.older}
          </Button>
        </p>
      )}
    </section>
  );
};

interface ItemProps {
  delivery: Delivery;
  texts: DeliveriesTexts;
  shown: DeliveriesShown;
}

const DeliveryItem = ({ delivery, texts, shown }: ItemProps) => {
  const { kind, endpoint, state, created_at_ms, attempts, last_error, next_attempt_at_ms, handoff_id } =
    delivery;
  return (
    <li class="delivery">
      <div class="delivery-what">
        <strong>{texts.events[kind]}</strong>
        <p class="delivery-meta">
          <span class="delivery-receiver">{endpoint}</span>
          <Moment atMs={created_at_ms} timeOf={shown.timeOf} />
          <span>{texts.attempts(attempts)}</span>
        </p>
      </div>
      <p class="delivery-why">
        {last_error === null ? null : texts.fault(last_error)}
        {state === 'pending' ? (
          <span class="delivery-next">
            {`${texts.next_attempt} `}
            <Moment atMs={next_attempt_at_ms} timeOf={shown.timeOf} />
          </span>
        ) : null}
      </p>
      <div class="delivery-acts">
        <Button kind="quiet" size="small" href={caseUrl('', handoff_id) ?? ''}>
          {texts.open_case}
        </Button>
        {state === 'dead' && shown.maySend ? <Again delivery={delivery} texts={texts} shown={shown} /> : null}
      </div>
    </li>
  );
};

/** A receiver that is disabled, or configured no more, would refuse it. */
const canSend = (name: string, { endpoints }: DeliveriesShown): boolean =>
  endpoints.some(({ endpoint, disabled_at_ms }) => endpoint === name && disabled_at_ms === null);

const Again = ({ delivery: { id, endpoint }, texts, shown }: ItemProps) =>
  canSend(endpoint, shown) ? (
    <Act path={`${encodeURIComponent(id)}/resend`} state="dead">
      {texts.resend}
    </Act>
  ) : (
    <span class="delivery-hint">{texts.receiver_first}</span>
  );

const Moment = ({ atMs, timeOf }: { atMs: number; timeOf(atMs: number): string }) => (
  <time datetime={new Date(atMs).toISOString()}>{timeOf(atMs)}</time>
);

/** A button that acts at once; without scripts it is a form like any other. */
const Act = ({ path, state, children }: { path: string; state: DeliveryState; children?: Child }) => {
  const action = `${DELIVERIES_PATH}/${path}`;
  return (
    <form
      method="post"
      action={action}
      hx-post={action}
      hx-target="#deliveries"
      hx-swap="outerHTML"
      hx-disabled-elt="find button"
    >
      <input type="hidden" name="state" value={state} />
      <Button type="submit" size="small">
        {children}
      </Button>
    </form>
  );
};
