import type { Child } from 'hono/jsx';
import { HTMX_CONFIG } from '../htmx-config.js';
import type { View } from '../view.js';
import { PageHead } from './page-head.js';
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

/** The frame of every page: no inline script or style, nothing from another host. */
export const Frame = (props: FrameProps) => {
  const { view, title, description, current, data, children } = props;
  const { lang, theme, texts } = view;
  return (
    <html lang={lang}>
      <PageHead
        title={title}
        description={description}
        theme={theme}
        stylesheets={props.stylesheets ?? []}
        scripts={['shell.js', ...(props.scripts ?? [])]}
        htmxConfig={HTMX_CONFIG}
        refreshTo={props.refreshTo}
      />
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
