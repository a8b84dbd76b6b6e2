import type { Child } from 'hono/jsx';
import { HTMX_CONFIG } from '../htmx-config.js';
import type { Theme, View } from '../view.js';
import { type LanguageSwitch, TopBar } from './top-bar.js';

export interface FrameProps {
  view: View;
  /** Of the window: the page's name without the product's. */
  title: string;
  description?: string;
  /** Id of the page in the navigation, if it is there; `sign_in` where nobody is signed in yet. */
  current?: string;
  /** Names under `/assets` of what the page has beyond the shell. */
  stylesheets?: readonly string[];
  scripts?: readonly string[];
  /** Values that scripts read from the body. */
  data?: Record<`data-${string}`, string>;
  languageSwitch?: LanguageSwitch;
  /** Id of what the first link skips to. */
  skipTo?: string;
  /** A page of ours to go on to at once. */
  refreshTo?: string;
  children?: Child;
}

/** Where the dark colours hold: as the device says, or as was chosen. */
const DARK_MEDIA: Record<Theme, string> = {
  auto: '(prefers-color-scheme: dark)',
  light: 'not all',
  dark: 'all',
};

/** The frame of every page: no inline script or style, nothing from another host. */
export const Frame = (props: FrameProps) => {
  const { view, title, description, current, data, children } = props;
  const { lang, theme, texts } = view;
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === 'auto' ? 'light dark' : theme} />
        {props.refreshTo === undefined ? null : (
          <meta http-equiv="refresh" content={`0; url=${props.refreshTo}`} />
        )}
        {description === undefined ? null : <meta name="description" content={description} />}
        <meta name="htmx-config" content={HTMX_CONFIG} />
        <title>{`${title} · Plumbline`}</title>
        <link rel="icon" type="image/svg+xml" href="/assets/plumbline.svg" />
        <link rel="stylesheet" href="/assets/system.css" />
        {(props.stylesheets ?? []).map((name) => (
          <link rel="stylesheet" href={`/assets/${name}`} />
        ))}
        <link id="dark-colours" rel="stylesheet" href="/assets/dark.css" media={DARK_MEDIA[theme]} />
        {['shell.js', ...(props.scripts ?? [])].map((name) => (
          <script type="module" src={`/assets/${name}`} />
        ))}
      </head>
      <body data-shortcuts={view.hasShortcuts ? 'on' : 'off'} {...data}>
        <a class="skip-link" href={`#${props.skipTo ?? 'content'}`}>
          <span data-text="skip_to_content">{texts.skip_to_content}</span>
        </a>
        <TopBar view={view} current={current} languageSwitch={props.languageSwitch ?? 'links'} />
        {children}
        <div id="toasts" class="toasts" role="status" aria-live="polite" data-close={texts.close} />
      </body>
    </html>
  );
};
