import type { Context, MiddlewareHandler } from 'hono';
import { GroundingError } from '../core/errors.js';
import type { KeyStore } from '../core/ports.js';
import type { ApiKey, Role } from '../schema/index.js';
import { equalInConstantTime } from './constant-time.js';
import type { AppDeps } from './deps.js';

/** Who calls, and what they may use. */
export interface Principal {
  tenant: string;
  role: Role;
  /** Routes in reach; the first is the default. */
  routes: readonly string[];
  /** Whether a key stands behind it; without keys every loopback caller is the administrator. */
  hasKey: boolean;
}

/** Variables of a request's context. */
export interface AppEnv {
  Variables: { principal: Principal };
}

export type AppContext = Context<AppEnv>;

const KEY_PREFIX = 'plk_';

/** Probes answer without a key: they tell nothing about an answer. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** Hex SHA-256 of a key: the form in which keys are stored. */
export const hashKey = async (key: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
};

/** The Plumbline key of a request: beside the upstream's credential, or in its place; null if none was sent. */
export const presentedKey = (headers: Headers): string | null => {
  const own = headers.get('x-plumbline-key');
  if (own !== null) return own.trim();
  const bearer = /^bearer\s+(\S+)\s*$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (bearer?.startsWith(KEY_PREFIX)) return bearer;
  const apiKey = headers.get('x-api-key')?.trim();
  return apiKey?.startsWith(KEY_PREFIX) ? apiKey : null;
};

/** Whether a `Host` (or origin's host) names this machine itself. */
export const isLoopbackHost = (host: string): boolean => {
  const name = host
    .trim()
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
};

const refuse = (detail: string): never => {
  throw new GroundingError('request-host-refused', { detail });
};

/** Without keys the only protection is that nobody else can call: foreign names, proxies and web pages are refused. */
const requireLoopback = (request: Request, path: string): void => {
  const { headers } = request;
  const host = headers.get('host') ?? new URL(request.url).host;
  if (!isLoopbackHost(host)) {
    refuse('The Host is not a loopback name. Make a key with `plumbline keys create` to serve other names.');
  }
  for (const name of headers.keys()) {
    if (name === 'forwarded' || name.startsWith('x-forwarded-')) {
      refuse('The request came through a proxy. Make a key with `plumbline keys create` to serve it.');
    }
  }
  const origin = headers.get('origin');
  if (origin !== null && !(URL.canParse(origin) && isLoopbackHost(new URL(origin).host))) {
    refuse('The request comes from a web page of another origin.');
  }
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'DELETE';
  if (hasBody && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(headers.get('content-type') ?? '')) {
    throw new GroundingError('request-media-type', {
      detail: `Send the body of ${path} with content-type: application/json.`,
    });
  }
};

const principalOf = (key: ApiKey, deps: AppDeps): Principal => {
  const tenantRoutes = deps.config.tenants[key.tenant]?.routes;
  const routes = key.routes.filter((route) => tenantRoutes === undefined || tenantRoutes.includes(route));
  return { tenant: key.tenant, role: key.role, routes, hasKey: true };
};

/** Everyone on loopback while no key exists. */
const keylessPrincipal = (deps: AppDeps): Principal => {
  const names = Object.keys(deps.config.routes);
  const routes = names.includes('default')
    ? ['default', ...names.filter((name) => name !== 'default')]
    : names;
  return { tenant: 'default', role: 'admin', routes, hasKey: false };
};

const findKey = async (keys: KeyStore, presented: string): Promise<ApiKey | null> => {
  if (!presented.startsWith(KEY_PREFIX)) return null;
  const hash = await hashKey(presented);
  const key = await keys.find(hash);
  // The store looks hashes up by an index, whose time tells of a hash that nobody can choose; what it says is compared.
  return key !== null && equalInConstantTime(key.key_hash, hash) ? key : null;
};

/** @throws {GroundingError} request-rate-limited, with the time to wait. */
const requireShare = (key: ApiKey, deps: AppDeps): void => {
  const waitMs = deps.rateLimiter?.take(key.id) ?? 0;
  if (waitMs === 0) return;
  deps.metrics.count('rate_limited_total', {});
  const retryAfterS = Math.ceil(waitMs / 1_000);
  throw new GroundingError('request-rate-limited', {
    detail: `Try again in ${retryAfterS} s. A key has ${deps.config.limits.requests_per_minute} requests a minute: limits.requests_per_minute.`,
    retryAfterS,
  });
};

/**
 * Decides who calls, before anything else happens (DESIGN, section 3). Keys count at once when made or revoked.
 * Throws auth-, request-rate-limited and request-host-refused problems.
 */
export const securityMiddleware = (deps: AppDeps): MiddlewareHandler<AppEnv> => {
  const keyless = keylessPrincipal(deps);
  const openPaths = new Set([...OPEN_PATHS, ...(deps.pages?.publicPaths ?? [])]);
  return async (c, next) => {
    const presented = presentedKey(c.req.raw.headers);
    const isOpen = openPaths.has(c.req.path) && (c.req.method === 'GET' || c.req.method === 'HEAD');
    // A probe must be able to tell that the store does not answer; everything else fails with it.
    const inUse = isOpen ? deps.keys.inUse().catch(() => true) : deps.keys.inUse();
    const isRequired = (await inUse) || !deps.security.loopback;
    if (!isRequired && presented === null) {
      requireLoopback(c.req.raw, c.req.path);
      c.set('principal', keyless);
      return await next();
    }
    if (isOpen) {
      c.set('principal', { tenant: '', role: 'vendor', routes: [], hasKey: false });
      return await next();
    }
    if (presented === null) {
      throw new GroundingError('auth-key-missing', {
        detail: 'Send it as x-plumbline-key, or as Authorization: Bearer plk_….',
      });
    }
    const key = await findKey(deps.keys, presented);
    if (key === null)
      throw new GroundingError('auth-key-invalid', { detail: 'The key is unknown or revoked.' });
    requireShare(key, deps);
    c.set('principal', principalOf(key, deps));
    return await next();
  };
};

/** @throws {GroundingError} auth-role-forbidden unless the caller's role is one of these. */
export const requireRole = (principal: Principal, roles: readonly Role[]): void => {
  if (!roles.includes(principal.role)) {
    throw new GroundingError('auth-role-forbidden', {
      detail: `This needs a key with the role ${roles.join(' or ')}; the key's role is ${principal.role}.`,
    });
  }
};
