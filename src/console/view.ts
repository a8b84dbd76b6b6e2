import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type AppEnv, acceptedLanguage, type Principal } from '../http/index.js';
import type { Language, Role } from '../schema/index.js';
import { SHELL_TEXTS, type ShellTexts } from './texts/index.js';

export type Theme = 'auto' | 'light' | 'dark';

/** A page in the navigation. */
export interface NavItem {
  /** Names its label: `nav_desk` of the texts. */
  id: 'playground' | 'desk' | 'overview' | 'readings' | 'deliveries';
  path: string;
  /** Whose it is; a visitor who has not signed in sees those of everyone. */
  roles: readonly Role[] | 'everyone';
}

/** What every page knows of who looks at it. */
export interface View {
  lang: Language;
  texts: ShellTexts;
  theme: Theme;
  /** Null for a visitor. */
  principal: Principal | null;
  /** The pages that they may open. */
  nav: readonly NavItem[];
  /** Whether single keys act on pages. */
  hasShortcuts: boolean;
  /** Address of this page without its `lang`: "/console/desk?state=waiting". */
  address: string;
}

/** Settings of a device are kept for a year. */
const YEAR_S = 365 * 24 * 3_600;

/** The view of a request; a language that it asks for is kept for the next. */
export const viewOf = (c: Context<AppEnv>, pages: readonly NavItem[]): View => {
  const asked = c.req.query('lang');
  if (isLanguage(asked)) {
    setCookie(c, 'plumbline_lang', asked, { path: '/', maxAge: YEAR_S, sameSite: 'Lax' });
  }
  const lang = acceptedLanguage([asked, getCookie(c, 'plumbline_lang')], c.req.header('accept-language'));
  const principal = knownPrincipal(c);
  const theme = getCookie(c, 'plumbline_theme');
  return {
    lang,
    texts: SHELL_TEXTS[lang],
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    principal,
    nav: pages.filter(({ roles }) => isOpenTo(roles, principal)),
    hasShortcuts: getCookie(c, 'plumbline_shortcuts') !== 'off',
    address: withoutLanguage(c.req.url),
  };
};

/** The address of a page in a language. */
export const inLanguage = (address: string, lang: Language): string =>
  `${address}${address.includes('?') ? '&' : '?'}lang=${lang}`;

const isLanguage = (code: string | undefined): code is Language => code === 'en' || code === 'fr';

/** A page that is served by itself has no security rules before it, and so nobody known. */
const knownPrincipal = (c: Context<AppEnv>): Principal | null => {
  const principal: Principal | undefined = c.get('principal');
  return principal === undefined || principal.tenant === '' ? null : principal;
};

const isOpenTo = (roles: NavItem['roles'], principal: Principal | null): boolean =>
  roles === 'everyone' || (principal !== null && roles.includes(principal.role));

const withoutLanguage = (url: string): string => {
  const { pathname, searchParams } = new URL(url);
  searchParams.delete('lang');
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
};
