import type { Child } from 'hono/jsx';

export interface DialogProps {
  /** A control with `data-opens` of this id opens it. */
  id: string;
  title: string;
  /** The close button's label. */
  close: string;
  /** Attributes by which the playground's script finds texts to translate. */
  titleText?: string;
  children?: Child;
}

/** A dialog over the page; Escape, its button and `data-closes` inside close it. */
export const Dialog = ({ id, title, close, titleText, children }: DialogProps) => (
  <dialog id={id} class="dialog" aria-labelledby={`${id}-title`}>
    <div class="dialog-head">
      <h2 id={`${id}-title`} {...(titleText === undefined ? {} : { 'data-text': titleText })}>
        {title}
      </h2>
      <button type="button" class="icon-button" data-closes aria-label={close} data-label="close">
        ×
      </button>
    </div>
    {children}
  </dialog>
);
