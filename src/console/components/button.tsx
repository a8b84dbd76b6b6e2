import type { Child } from 'hono/jsx';
import { KeyHint } from './key-hint.js';

export interface ButtonProps {
  kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  size?: 'normal' | 'small';
  type?: 'button' | 'submit';
  /** Where it leads: then it is a link that looks like a button. */
  href?: string;
  /** The one key that does the same; its hint stands beside the words. */
  shortcut?: string;
  /** Further attributes: htmx, data, aria. */
  attributes?: Record<string, string | boolean>;
  children?: Child;
}

export const Button = (props: ButtonProps) => {
  const {
    kind = 'plain',
    size = 'normal',
    type = 'button',
    href,
    shortcut,
    attributes = {},
    children,
  } = props;
  const look = `button button-${kind}${size === 'small' ? ' button-small' : ''}`;
  const key = shortcut === undefined ? {} : { 'data-shortcut': shortcut, 'aria-keyshortcuts': shortcut };
  const words = (
    <>
      {children}
      {shortcut === undefined ? null : <KeyHint keys={[shortcut]} />}
    </>
  );
  return href === undefined ? (
    <button type={type} class={look} {...key} {...attributes}>
      {words}
    </button>
  ) : (
    <a href={href} class={look} {...key} {...attributes}>
      {words}
    </a>
  );
};
