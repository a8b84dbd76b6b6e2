import type { Context, MiddlewareHandler } from 'hono';
import { sha256Hex } from '../core/audit/index.js';
import { GroundingError } from '../core/errors.js';
import type { KeyStore } from '../core/ports.js';
import type { ApiKey, ConsoleSession, Role } from '../schema/index.js';
import { equalInConstantTime } from './constant-time.js';
import type { AppDeps, ServedPages } from './deps.js';
import { explainsProblems } from './explained-problems.js';
import { requireSameOrigin } from './same-origin.js';
import { readSession } from './session.js';

/** Whose act something is, as other people are shown it. */
export interface Person {
  /** Id of the key; with a key that several share, or none, the name after it: "0198…/Dana", "local/You". */
  id: string;
  name: string;
}

/** Who calls, and what they may use. */
export interface Principal {
  tenant: string;
  role: Role;
  /** Routes in reach; the first is the default. */
  routes: readonly string[];
  /** Whether a key stands behind it; without keys every loopback caller is the administrator. */
  hasKey: boolean;
  person: Person;
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
export const hashKey = (key: string): Promise<string> => sha256Hex(key);

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
  if (isConsole(path)) {
    // Forms of our own pages are no JSON.
    requireSameOrigin(request);
    return;
  }
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'DELETE';
  if (hasBody && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(headers.get('content-type') ?? '')) {
    throw new GroundingError('request-media-type', {
      detail: `Send the body of ${path} with content-type: application/json.`,
    });
  }
};

/** The principal of a key; of a person who signed in with it, when there is a session. */
export const principalOf = (
  key: ApiKey,
  deps: Pick<AppDeps, 'config'>,
  session?: ConsoleSession,
): Principal => {
  const tenantRoutes = deps.config.tenants[key.tenant]?.routes;
  const routes = key.routes.filter((route) => tenantRoutes === undefined || tenantRoutes.includes(route));
  const person =
    session === undefined
      ? { id: key.id, name: key.name ?? key.hint }
      : { id: key.name === null ? `${key.id}/${session.name}` : key.id, name: session.name };
  return { tenant: key.tenant, role: key.role, routes, hasKey: true, person };
};

/** Everyone on loopback while no key exists. */
const keylessPrincipal = (deps: AppDeps): Principal => {
  const names = Object.keys(deps.config.routes);
  const routes = names.includes('default')
    ? ['default', ...names.filter((name) => name !== 'default')]
    : names;
  return { tenant: 'default', role: 'admin', routes, hasKey: false, person: localPerson('You') };
};

const localPerson = (name: string): Person => ({ id: `local/${name}`, name });

/** Someone whom an open page is shown without knowing who they are. */
const VISITOR: Principal = {
  tenant: '',
  role: 'vendor',
  routes: [],
  hasKey: false,
  person: { id: '', name: '' },
};

const isConsole = (path: string): boolean => path === '/console' || path.startsWith('/console/');

/** Where a browser's session counts: the pages and the API that they call, never where bots are asked. */
const takesSession = (path: string): boolean => path === '/' || isConsole(path) || path.startsWith('/api/');

/** The key in force that was presented, or null. */
export const findKey = async (keys: KeyStore, presented: string): Promise<ApiKey | null> => {
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

/** The person whose session came with a request, or null; one from before there were keys counts no more with them. */
const sessionPrincipal = async (
  c: AppContext,
  deps: AppDeps,
  keyless: Principal | null,
): Promise<Principal | null> => {
  const found = await readSession(c, deps);
  if (found === null) return null;
  const { session, key } = found;
  if (key !== null) return principalOf(key, deps, session);
  return keyless === null ? null : { ...keyless, person: localPerson(session.name) };
};

/**
 * Decides who calls, before anything else happens (DESIGN, section 3). Keys count at once when made or revoked.
 * Throws auth-, request-rate-limited, request-origin-refused and request-host-refused problems.
 */
export const securityMiddleware = (
  deps: AppDeps,
  pages: ServedPages | null = null,
): MiddlewareHandler<AppEnv> => {
  const keyless = keylessPrincipal(deps);
  const openPaths = new Set([...OPEN_PATHS, ...(pages?.publicPaths ?? [])]);
  return async (c, next) => {
    // A helpdesk has a secret of its own, which its hook asks for.
    if (c.req.method === 'POST' && deps.hooks.has(c.req.path)) {
      c.set('principal', VISITOR);
      return await next();
    }
    const presented = presentedKey(c.req.raw.headers);
    const isGet = c.req.method === 'GET' || c.req.method === 'HEAD';
    const isRead = isGet && (openPaths.has(c.req.path) || explainsProblems(c.req.path));
    const isOpen = isRead || c.req.path === pages?.signInPath;
    // A probe must be able to tell that the store does not answer; everything else fails with it.
    const inUse = isOpen ? deps.keys.inUse().catch(() => true) : deps.keys.inUse();
    const isRequired = (await inUse) || !deps.security.loopback;
    if (!isRequired && presented === null) requireLoopback(c.req.raw, c.req.path);
    if (presented === null && takesSession(c.req.path)) {
      const signedIn = await sessionPrincipal(c, deps, isRequired ? null : keyless);
      if (signedIn !== null) {
        requireSameOrigin(c.req.raw);
        c.set('principal', signedIn);
        return await next();
      }
      if (!isOpen && pages !== null && isConsole(c.req.path)) return await pages.signedOut(c);
    }
    if (!isRequired && presented === null) {
      c.set('principal', keyless);
      return await next();
    }
    if (isOpen) {
      c.set('principal', VISITOR);
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
