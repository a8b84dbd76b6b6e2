import type { Child } from 'hono/jsx';
import type { Language } from '../../schema/index.js';

export interface LayoutProps {
  lang: Language;
  title: string;
  description: string;
  /** Names of the page's own style sheet and script under `/assets`. */
  stylesheet: string;
  script: string;
  /** Values that the script reads from the body. */
  data?: Record<`data-${string}`, string>;
  children?: Child;
}

/** The frame of every page: no inline script, nothing from another host. */
export const Layout = ({ lang, title, description, stylesheet, script, data, children }: LayoutProps) => (
  <html lang={lang}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="description" content={description} />
      <title>{title}</title>
      <link rel="icon" type="image/svg+xml" href="/assets/plumbline.svg" />
      <link rel="stylesheet" href={`/assets/${stylesheet}`} />
      <script type="module" src={`/assets/${script}`} />
    </head>
    <body {...data}>{children}</body>
  </html>
);
