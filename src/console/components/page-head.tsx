import type { Theme } from '../view.js';

export interface PageHeadProps {
  /** Of the window: the page's name without the product's. */
  title: string;
  description?: string | undefined;
  theme: Theme;
  /** Names under `/assets` of what the page has beyond the system's. */
  stylesheets: readonly string[];
  scripts: readonly string[];
  /** For htmx; absent where the page has none. */
  htmxConfig?: string;
  /** A page of ours to go on to at once. */
  refreshTo?: string | undefined;
}

/** Where the dark colours hold: as the device says, or as was chosen. */
const DARK_MEDIA: Record<Theme, string> = {
  auto: '(prefers-color-scheme: dark)',
  light: 'not all',
  dark: 'all',
};

/** The head of every page: no inline script or style, nothing from another host. */
export const PageHead = (props: PageHeadProps) => {
  const { title, description, theme, htmxConfig, refreshTo } = props;
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content={theme === 'auto' ? 'light dark' : theme} />
      {refreshTo === undefined ? null : <meta http-equiv="refresh" content={`0; url=${refreshTo}`} />}
      {description === undefined ? null : <meta name="description" content={description} />}
      {htmxConfig === undefined ? null : <meta name="htmx-config" content={htmxConfig} />}
      <title>{`${title} · Plumbline`}</title>
      <link rel="icon" type="image/svg+xml" href="/assets/plumbline.svg" />
      <link rel="stylesheet" href="/assets/system.css" />
      {props.stylesheets.map((name) => (
        <link rel="stylesheet" href={`/assets/${name}`} />
      ))}
      <link id="dark-colours" rel="stylesheet" href="/assets/dark.css" media={DARK_MEDIA[theme]} />
      {props.scripts.map((name) => (
        <script type="module" src={`/assets/${name}`} />
      ))}
    </head>
  );
};
