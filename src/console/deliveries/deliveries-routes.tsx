import { Hono } from 'hono';
import {
  type AppContext,
  type AppEnv,
  enableReceiver,
  endpointsInReach,
  requireSender,
  sendAgain,
} from '../../http/index.js';
import { DeliveryState } from '../../schema/index.js';
import type { ConsoleContext } from '../console-page.js';
import { readForm } from '../read-form.js';
import { respondPage, respondPart } from '../respond.js';
import { DELIVERIES_TEXTS } from '../texts/index.js';
import { timeIn } from '../time-in.js';
import { toastHeader } from '../toast-header.js';
import { DELIVERIES_PATH, DeliveriesPage, DeliveriesPart, type DeliveriesShown } from './deliveries-page.js';

const PAGE_SIZE = 50;

/** `GET /console/deliveries`, and what can be done there. */
export const deliveriesRoutes = ({ deps, view }: ConsoleContext): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();

  const shownTo = async (c: AppContext, state: DeliveryState, cursor?: string): Promise<DeliveriesShown> => {
    const principal = c.get('principal');
    const [page, endpoints] = await Promise.all([
      deps.deliveries.list(principal.tenant, {
        state,
        limit: PAGE_SIZE,
        ...(cursor === undefined ? {} : { cursor }),
      }),
      endpointsInReach(deps, principal),
    ]);
    return {
      state,
      page,
      endpoints,
      nowMs: deps.clock.nowMs(),
      timeOf: timeIn(deps.config.timezone, view(c).lang),
      maySend: principal.role === 'admin',
    };
  };

  /** The list as it is now, with a word on what was done; a browser without scripts is sent back to the page. */
  const done = async (c: AppContext, state: DeliveryState, words: string) => {
    if (c.req.header('hx-request') === undefined) return c.redirect(`${DELIVERIES_PATH}?state=${state}`, 303);
    toastHeader(c, words);
    return await respondPart(c, <DeliveriesPart view={view(c)} shown={await shownTo(c, state)} />);
  };

  app.get(DELIVERIES_PATH, async (c) => {
    const shown = await shownTo(c, stateOf(c.req.query('state')), c.req.query('cursor'));
    return await respondPage(c, <DeliveriesPage view={view(c)} shown={shown} />);
  });
  app.post(`${DELIVERIES_PATH}/:id/resend`, async (c) => {
    requireSender(c.get('principal'));
    const state = stateOf((await readForm(c)).get('state') ?? undefined);
    await sendAgain(deps, c.get('principal'), c.req.param('id'));
    return await done(c, state, DELIVERIES_TEXTS[view(c).lang].resent);
  });
  app.post(`${DELIVERIES_PATH}/endpoints/:name/enable`, async (c) => {
    requireSender(c.get('principal'));
    const state = stateOf((await readForm(c)).get('state') ?? undefined);
    const { endpoint } = await enableReceiver(deps, c.get('principal'), c.req.param('name'));
    return await done(c, state, DELIVERIES_TEXTS[view(c).lang].enabled(endpoint));
  });
  return app;
};

const stateOf = (value: string | undefined): DeliveryState => DeliveryState.safeParse(value).data ?? 'dead';
