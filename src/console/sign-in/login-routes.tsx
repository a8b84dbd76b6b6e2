import { Hono } from 'hono';
import type { KeyStore, RateLimiter } from '../../core/ports.js';
import {
  type AppContext,
  type AppEnv,
  beginSession,
  endSession,
  findKey,
  requireSameOrigin,
} from '../../http/index.js';
import { type ApiKey, PersonName } from '../../schema/index.js';
import type { ConsoleContext } from '../console-page.js';
import { readForm } from '../read-form.js';
import { respondPage } from '../respond.js';
import type { ShellTexts } from '../texts/index.js';
import { type LoginErrors, LoginPage } from './login-page.js';
import { nextPath } from './next-path.js';

export const LOGIN_PATH = '/console/login';

export interface LoginOptions {
  /** Bounds the tries of one address. */
  limiter: RateLimiter;
  /** Address of the other end of a request's connection; all count together where it is not known. */
  peerOf(c: AppContext): string;
}

/** `GET` and `POST /console/login`, `POST /console/logout`. */
export const loginRoutes = (
  { limiter, peerOf }: LoginOptions,
  { deps, view }: ConsoleContext,
): Hono<AppEnv> => {
  const needsKey = async (): Promise<boolean> => !deps.security.loopback || (await deps.keys.inUse());
  const app = new Hono<AppEnv>();

  app.get(LOGIN_PATH, async (c) => {
    const page = (
      <LoginPage view={view(c)} next={nextPath(c.req.query('next'))} needsKey={await needsKey()} />
    );
    return respondPage(c, page);
  });

  app.post(LOGIN_PATH, async (c) => {
    requireSameOrigin(c.req.raw);
    const { texts } = view(c);
    const form = await readForm(c);
    const next = nextPath(form.get('next'));
    const isKeyNeeded = await needsKey();
    const again = (errors: LoginErrors, status: 400 | 401 | 429) =>
      respondPage(
        c,
        <LoginPage
          view={view(c)}
          next={next}
          needsKey={isKeyNeeded}
          name={form.get('name') ?? ''}
          errors={errors}
        />,
        status,
      );
    const name = nameOf(form, texts);
    if (!isKeyNeeded) {
      if (name.error !== undefined) return again({ name: name.error }, 400);
      const who = { tenant: 'default', role: 'admin' as const, key_id: null };
      await beginSession(c, { ...who, name: name.value ?? texts.name_local }, deps);
      return c.redirect(next, 303);
    }
    const waitMs = limiter.take(peerOf(c));
    if (waitMs > 0) {
      const waitS = Math.ceil(waitMs / 1_000);
      c.header('retry-after', String(waitS));
      return again({ key: texts.too_many(waitS) }, 429);
    }
    const key = await keyOf(form, deps.keys, texts);
    if ('error' in key)
      return again({ key: key.error, ...(name.error === undefined ? {} : { name: name.error }) }, 401);
    const { id, tenant, role } = key.value;
    const shown = name.value ?? key.value.name;
    if (name.error !== undefined || shown === null)
      return again({ name: name.error ?? texts.name_missing }, 400);
    await beginSession(c, { tenant, role, key_id: id, name: shown }, deps);
    deps.log.info('signed in to the console', { key_id: id, tenant, role });
    return c.redirect(next, 303);
  });

  app.post('/console/logout', async (c) => {
    await endSession(c, deps);
    return c.redirect(LOGIN_PATH, 303);
  });
  return app;
};

/** The name that was entered; null for none. */
const nameOf = (form: URLSearchParams, texts: ShellTexts): { value: string | null; error?: string } => {
  const entered = form.get('name')?.trim() ?? '';
  if (entered === '') return { value: null };
  const name = PersonName.safeParse(entered);
  return name.success ? { value: name.data } : { value: null, error: texts.name_invalid };
};

const keyOf = async (
  form: URLSearchParams,
  keys: KeyStore,
  texts: ShellTexts,
): Promise<{ value: ApiKey } | { error: string }> => {
  const entered = form.get('key')?.trim() ?? '';
  if (entered === '') return { error: texts.key_missing };
  const key = await findKey(keys, entered);
  if (key === null) return { error: texts.key_unknown };
  return key.role === 'vendor' ? { error: texts.key_vendor } : { value: key };
};
