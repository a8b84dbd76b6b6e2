import type { Storage } from '../adapters/storage/index.js';
import { type AuditCrypto, sha256Hex } from '../core/audit/index.js';
import { GroundingError } from '../core/errors.js';
import type { Clock, Ids } from '../core/ports.js';
import { type ApiKey, type Config, PersonName, Role } from '../schema/index.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

/** 256 random bits: 43 characters of base64url. */
const KEY_BYTES = 32;

const HINT_CHARS = 8;

const DEFAULT_TENANT = 'default';

export interface KeysContext {
  storage: Pick<Storage, 'keys'>;
  config: Pick<Config, 'routes' | 'tenants'>;
  out: Out;
  clock: Clock;
  ids: Ids;
  randomBytes: AuditCrypto['randomBytes'];
}

export interface KeysCreateOptions {
  tenant?: string;
  role?: string;
  /** The first is the key's default. None: the tenant's routes, or `default`. */
  routes?: readonly string[];
  /** Whose key it is; none: a program's, or one that several people share. */
  name?: string;
  json?: boolean;
}

/**
 * `plumbline keys create`: prints a new key, once; only its SHA-256 is stored.
 * @throws {GroundingError} request-invalid for an unknown role, tenant or route.
 */
export async function keysCreate(context: KeysContext, options: KeysCreateOptions): Promise<ExitCode> {
  const { storage, out, clock, ids, randomBytes } = context;
  const role = roleOf(options.role ?? 'vendor');
  const tenant = tenantOf(options.tenant ?? DEFAULT_TENANT, context.config);
  const routes = routesOf(options.routes ?? [], tenant, context.config);
  const secret = `plk_${Buffer.from(randomBytes(KEY_BYTES)).toString('base64url')}`;
  const key: ApiKey = {
    id: ids.next(),
    tenant,
    role,
    routes,
    key_hash: await sha256Hex(secret),
    hint: `${secret.slice(0, HINT_CHARS)}…`,
    name: options.name === undefined ? null : nameOf(options.name),
    created_at_ms: Math.trunc(clock.nowMs()),
    revoked_at_ms: null,
  };
  await storage.keys.add(key);
  if (options.json === true) {
    out(JSON.stringify({ key: secret, ...shown(key) }, null, 2));
    return EXIT.done;
  }
  out(secret);
  out(`This is the only time that the key is shown. id ${key.id}: ${described(key)}.`);
  return EXIT.done;
}

/** `plumbline keys list`: every key by id and hint, revoked ones too; never a key or its hash. */
export async function keysList(
  { storage, out }: Pick<KeysContext, 'storage' | 'out'>,
  options: { json?: boolean } = {},
): Promise<ExitCode> {
  const keys = await storage.keys.list();
  if (options.json === true) {
    out(JSON.stringify({ keys: keys.map(shown) }, null, 2));
    return EXIT.done;
  }
  if (keys.length === 0) out('There are no keys yet. Make one with: plumbline keys create');
  for (const key of keys) {
    const state = key.revoked_at_ms === null ? 'in force' : `revoked ${dayTime(key.revoked_at_ms)}`;
    out(`${key.id}  ${key.hint}  ${described(key)}, made ${dayTime(key.created_at_ms)}, ${state}`);
  }
  return EXIT.done;
}

/**
 * `plumbline keys revoke`: the key is refused from now on.
 * @throws {GroundingError} request-invalid when there is no such key.
 */
export async function keysRevoke(
  { storage, out, clock }: Pick<KeysContext, 'storage' | 'out' | 'clock'>,
  id: string,
  options: { json?: boolean } = {},
): Promise<ExitCode> {
  if (!(await storage.keys.revoke(id, Math.trunc(clock.nowMs())))) {
    throw invalid(`There is no key with the id "${id}"; plumbline keys list shows them.`);
  }
  out(options.json === true ? JSON.stringify({ id, revoked: true }) : `Key ${id} is revoked.`);
  return EXIT.done;
}

function roleOf(role: string): Role {
  const known = Role.safeParse(role);
  if (known.success) return known.data;
  throw invalid(`There is no role "${role}"; the roles are ${Role.options.join(', ')}.`);
}

function tenantOf(tenant: string, { tenants }: KeysContext['config']): string {
  const known = Object.keys(tenants);
  if (known.length > 0 && !known.includes(tenant)) {
    throw invalid(`There is no tenant "${tenant}"; the configuration has ${known.join(', ')}.`);
  }
  if (!/^[\w.-]{1,64}$/.test(tenant)) {
    throw invalid(
      `"${tenant}" is no name of a tenant: letters, digits, dot, hyphen and underscore, up to 64.`,
    );
  }
  return tenant;
}

function routesOf(
  asked: readonly string[],
  tenant: string,
  { routes, tenants }: KeysContext['config'],
): string[] {
  const ofTenant = Object.hasOwn(tenants, tenant) ? tenants[tenant]?.routes : undefined;
  const chosen = [...new Set(asked.length > 0 ? asked : (ofTenant ?? ['default']))];
  for (const route of chosen) {
    if (!Object.hasOwn(routes, route)) {
      throw invalid(`There is no route "${route}"; the configuration has ${Object.keys(routes).join(', ')}.`);
    }
    if (ofTenant !== undefined && !ofTenant.includes(route)) {
      throw invalid(`Tenant "${tenant}" may not use route "${route}"; it has ${ofTenant.join(', ')}.`);
    }
  }
  return chosen;
}

function nameOf(name: string): string {
  const known = PersonName.safeParse(name);
  if (known.success) return known.data;
  throw invalid(`--name ${known.error.issues[0]?.message ?? 'is not valid'}.`);
}

function shown({ key_hash: _hash, ...key }: ApiKey): Omit<ApiKey, 'key_hash'> {
  return key;
}

function described({ tenant, role, routes, name }: ApiKey): string {
  const whose = name === null ? '' : `${name}, `;
  return `${whose}tenant ${tenant}, role ${role}, routes ${routes.join(', ')}`;
}

function dayTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}

function invalid(detail: string): GroundingError {
  return new GroundingError('request-invalid', { detail });
}
