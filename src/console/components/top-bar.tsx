import type { Language } from '../../schema/index.js';
import { inLanguage, type View } from '../view.js';
import { Icon } from './icon.js';
import { Logo } from './logo.js';

/** `live`: the page's own script changes the language in place; `links`: the page is fetched again. */
export type LanguageSwitch = 'live' | 'links';

interface TopBarProps {
  view: View;
  current: string | undefined;
  languageSwitch: LanguageSwitch;
}

const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'fr', name: 'Français' },
];

/** The bar above every page: where one is, where one can go, and who one is. */
export const TopBar = ({ view, current, languageSwitch }: TopBarProps) => {
  const { texts, nav } = view;
  return (
    <header class="top-bar">
      <a class="brand" href={nav[0]?.path ?? '/console'}>
        <Logo />
        <span class="brand-name">Plumbline</span>
      </a>
      <nav class="top-nav" aria-label={texts.nav_label} data-label="nav_label">
        <ul class="top-nav-list">
          {nav.map(({ id, path }) => (
            <li>
              <a href={path} {...(id === current ? { 'aria-current': 'page' } : {})}>
                <span data-text={`nav_${id}`}>{texts[`nav_${id}`]}</span>
                <span class="nav-count" data-nav-count={id} hidden />
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="top-tools">
        <Languages
          lang={view.lang}
          label={texts.language_label}
          address={view.address}
          languageSwitch={languageSwitch}
        />
        <button
          type="button"
          class="icon-button needs-script"
          data-theme-switch
          aria-pressed="false"
          aria-label={texts.dark_mode}
          data-label="dark_mode"
        >
          <Icon name="contrast" />
        </button>
        {current === 'sign_in' ? null : <PersonLink view={view} />}
      </div>
    </header>
  );
};

interface LanguagesProps {
  lang: Language;
  label: string;
  /** Of the page, without its `lang`. */
  address: string;
  languageSwitch: LanguageSwitch;
}

export const Languages = ({ lang, label, address, languageSwitch }: LanguagesProps) => (
  <fieldset class="switch">
    <legend class="visually-hidden" data-text="language_label">
      {label}
    </legend>
    {LANGUAGES.map(({ code, name }) =>
      languageSwitch === 'live' ? (
        <button
          type="button"
          data-switch={code}
          aria-pressed={String(code === lang)}
          aria-label={name}
          lang={code}
        >
          {code.toUpperCase()}
        </button>
      ) : (
        <a
          href={inLanguage(address, code)}
          lang={code}
          hreflang={code}
          aria-label={name}
          {...(code === lang ? { 'aria-current': 'true' } : {})}
        >
          {code.toUpperCase()}
        </a>
      ),
    )}
  </fieldset>
);

const PersonLink = ({ view: { principal, texts } }: { view: View }) =>
  principal === null ? (
    <a class="button button-small" href="/console/login" data-text="sign_in">
      {texts.sign_in}
    </a>
  ) : (
    <a class="person" href="/console/account" title={texts.account}>
      <Initials name={principal.person.name} />
      <span class="person-name">{principal.person.name}</span>
    </a>
  );

/** A round mark with a person's initials. */
export const Initials = ({ name }: { name: string }) => (
  <span class="initials" aria-hidden="true">
    {initialsOf(name)}
  </span>
);

const initialsOf = (name: string): string => {
  const words = name.split(/[\s-]+/).filter((word) => word !== '');
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return chosen.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
};
