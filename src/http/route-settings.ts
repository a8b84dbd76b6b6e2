import { GroundingError } from '../core/errors.js';
import type { Upstream } from '../core/ports.js';
import { Decisions, type RouteConfig, type UpstreamConfig } from '../schema/index.js';
import type { AppDeps } from './deps.js';
import type { Principal } from './security.js';

/** A route with everything that it refers to, resolved once. */
export interface RouteSettings {
  name: string;
  config: RouteConfig;
  decisions: Decisions;
  /** Topics on which only verified claims pass. */
  strict_topics: string[];
  upstreamName: string;
  protocol: UpstreamConfig['protocol'];
  /** Whether the upstream brings a credential of its own. */
  hasUpstreamKey: boolean;
  /** Null where the route's upstream is not configured. */
  upstream: Upstream | null;
}

export type RouteTable = ReadonlyMap<string, RouteSettings>;

export const routeTable = (deps: AppDeps): RouteTable =>
  new Map(
    Object.entries(deps.config.routes).map(([name, config]) => {
      const upstreamConfig = deps.config.upstreams[config.upstream];
      return [
        name,
        {
          name,
          config,
          decisions: Decisions.parse({ ...deps.config.decisions, ...config.decisions }),
          strict_topics: Object.entries(deps.config.topics).flatMap(([topic, strictness]) =>
            strictness === 'strict' ? [topic] : [],
          ),
          upstreamName: config.upstream,
          protocol: upstreamConfig?.protocol ?? 'openai',
          hasUpstreamKey: upstreamConfig?.api_key_env !== undefined,
          upstream: deps.upstreams.get(config.upstream) ?? null,
        },
      ];
    }),
  );

/**
 * The route of a request: `x-plumbline-route` chooses among what the caller may use.
 * @throws {GroundingError} auth-route-forbidden; the same for a route that does not exist.
 */
export const chooseRoute = (headers: Headers, principal: Principal, routes: RouteTable): RouteSettings =>
  routeNamed(headers.get('x-plumbline-route') ?? principal.routes[0], principal, routes);

/**
 * A route by its name, if the caller may use it.
 * @throws {GroundingError} auth-route-forbidden; the same for a route that does not exist.
 */
export const routeNamed = (
  name: string | undefined,
  principal: Principal,
  routes: RouteTable,
): RouteSettings => {
  const route = name !== undefined && principal.routes.includes(name) ? routes.get(name) : undefined;
  if (route === undefined) {
    throw new GroundingError('auth-route-forbidden', {
      detail:
        name === undefined
          ? 'No route is in reach of the caller.'
          : `${JSON.stringify(name)} is none of the routes in reach: ${principal.routes.join(', ')}.`,
    });
  }
  return route;
};

/** @throws {GroundingError} upstream-not-configured, naming the setting. */
export const requireUpstream = (route: RouteSettings): Upstream => {
  if (route.upstream === null) {
    throw new GroundingError('upstream-not-configured', {
      detail: `Configure upstreams.${route.upstreamName}, the upstream of route ${route.name}.`,
    });
  }
  return route.upstream;
};

/** @throws {GroundingError} request-protocol-mismatch. */
export const requireProtocol = (route: RouteSettings, protocol: RouteSettings['protocol']): void => {
  if (route.protocol !== protocol) {
    throw new GroundingError('request-protocol-mismatch', {
      detail: `upstreams.${route.upstreamName} speaks ${route.protocol}; this endpoint speaks ${protocol}.`,
    });
  }
};
