import { z } from 'zod';
import { GroundingError } from '../core/errors.js';
import { daysBefore, daysIn, PERIOD_DAYS_MAX, statsOf } from '../core/figures/index.js';
import { FiguresGrouping, type Role, type Stats } from '../schema/index.js';
import { parseRequest } from './body.js';
import type { AppDeps } from './deps.js';
import { type AppContext, type Principal, requireRole } from './security.js';

/** Who sees figures: all but bots' vendors. */
export const STATS_READERS: readonly Role[] = ['agent', 'compliance', 'auditor', 'admin'];

/** A period that nobody named: the last seven days. */
const DAYS = 7;

const localDay = z.iso.date();
const name = z.string().max(200);

/** Query of `GET /api/stats`. */
export const StatsQuery = z.strictObject({
  from: localDay.optional().describe('First local day; default: six days before to.'),
  to: localDay.optional().describe('Last local day, counted; default: today.'),
  route: name.optional(),
  bot: name.optional().describe('Name of an upstream; empty for answers without one.'),
  language: name.optional(),
  group_by: FiguresGrouping.optional(),
});
export type StatsQuery = z.infer<typeof StatsQuery>;

/**
 * The figures that a query asks for, of the caller's tenant.
 * @throws {GroundingError} request-invalid for a period that is none, or is too long.
 */
export const readStats = async (query: StatsQuery, principal: Principal, deps: AppDeps): Promise<Stats> => {
  const { to = deps.today(), group_by = null, route, bot, language } = query;
  const { from = daysBefore(to, DAYS - 1) } = query;
  const days = daysIn(from, to);
  if (days < 1 || days > PERIOD_DAYS_MAX) {
    throw new GroundingError('request-invalid', {
      detail: `from ${from} to ${to} is no period of 1 to ${PERIOD_DAYS_MAX} days: choose other days.`,
      pointer: '/from',
    });
  }
  return await statsOf(
    {
      tenant: principal.tenant,
      from,
      to,
      group_by,
      ...(route === undefined ? {} : { route }),
      ...(bot === undefined ? {} : { bot }),
      ...(language === undefined ? {} : { language }),
    },
    {
      figures: deps.figures,
      timezone: deps.config.timezone,
      containmentTarget: deps.config.handoff.containment_target,
      nowMs: Math.trunc(deps.clock.nowMs()),
    },
  );
};

/** `GET /api/stats`. */
export const getStats =
  (deps: AppDeps) =>
  async (c: AppContext): Promise<Response> => {
    const principal = c.get('principal');
    requireRole(principal, STATS_READERS);
    return c.json(await readStats(parseRequest(StatsQuery, c.req.query()), principal, deps));
  };
