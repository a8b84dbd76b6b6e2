import type { AppContext } from '../../http/index.js';
import { Frame } from '../components/index.js';
import { respondPage } from '../respond.js';
import type { View } from '../view.js';
import { LOGIN_PATH } from './login-routes.js';
import { nextPath } from './next-path.js';

/**
 * What a page of the console answers to someone who is not signed in: the sign-in page, which leads back. A link of
 * another site (a chat message, say) comes without the cookie, since it is SameSite=Strict; one step from a page of
 * ours brings it.
 */
export const signedOut = (c: AppContext, view: View): Response | Promise<Response> => {
  const isGet = c.req.method === 'GET' || c.req.method === 'HEAD';
  const { pathname, search } = new URL(c.req.url);
  if (c.req.header('hx-request') !== undefined) {
    const page = c.req.header('hx-current-url');
    const from = page !== undefined && URL.canParse(page) ? new URL(page) : null;
    const next = from === null ? '/console' : nextPath(from.pathname + from.search);
    return c.body(null, 401, { 'hx-redirect': loginFor(next) });
  }
  if (!isGet) return c.redirect(LOGIN_PATH, 303);
  const site = c.req.header('sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') {
    return respondPage(c, <ArrivalPage view={view} next={nextPath(pathname + search)} />);
  }
  return c.redirect(loginFor(nextPath(pathname + search)), 303);
};

const loginFor = (next: string): string =>
  next === '/console' ? LOGIN_PATH : `${LOGIN_PATH}?next=${encodeURIComponent(next)}`;

const ArrivalPage = ({ view, next }: { view: View; next: string }) => (
  <Frame view={view} title={view.texts.arriving} refreshTo={next}>
    <main id="content" class="page">
      <p>
        <a href={next}>{view.texts.arriving_link}</a>
      </p>
    </main>
  </Frame>
);
