import { Hono } from 'hono';
import { type AppContext, type AppEnv, readStats, StatsQuery } from '../../http/index.js';
import type { FiguresGrouping } from '../../schema/index.js';
import type { ConsoleContext } from '../console-page.js';
import { respondPage } from '../respond.js';
import { OverviewPage, type OverviewShown } from './overview-page.js';
import { narrowing, OVERVIEW_PATH, type OverviewQuery, readQuery } from './overview-query.js';

/** `GET /console/overview`: one address for each period, filter and comparison. */
export const overviewRoutes = ({ deps, view }: ConsoleContext): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();

  const choicesOf = (c: AppContext): OverviewShown['choices'] => {
    const { routes } = c.get('principal');
    const bots = routes.flatMap((route) => deps.config.routes[route]?.upstream ?? []);
    return { routes: [...new Set(routes)], bots: [...new Set(bots)] };
  };

  const figuresOf = async (c: AppContext, query: OverviewQuery): Promise<OverviewShown['figures']> => {
    if (!query.isPeriodValid) return null;
    const by = async (group_by: FiguresGrouping) => {
      const { from, to } = query;
      const asked = StatsQuery.safeParse({ from, to, ...narrowing(query), group_by });
      return asked.success ? await readStats(asked.data, c.get('principal'), deps) : null;
    };
    const [days, hours, split] = [await by('day'), await by('hour'), await by(query.by)];
    return days === null || hours === null || split === null ? null : { days, hours, split };
  };

  app.get(OVERVIEW_PATH, async (c) => {
    const query = readQuery(c.req.query(), deps.today());
    const shown = { query, choices: choicesOf(c), figures: await figuresOf(c, query) };
    const page = <OverviewPage view={view(c)} shown={shown} />;
    return await respondPage(c, page, query.isPeriodValid ? 200 : 400);
  });
  return app;
};
