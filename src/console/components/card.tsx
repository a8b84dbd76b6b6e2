import type { Child } from 'hono/jsx';

export interface CardProps {
  /** Heading; the card is then a section of that name. */
  title?: string;
  /** Id of the heading, unique on the page. */
  titleId?: string;
  /** What stands at the heading's other end: a badge, a link. */
  aside?: Child;
  class?: string;
  children?: Child;
}

/** A surface of its own for what belongs together. */
export const Card = ({ title, titleId, aside, class: more, children }: CardProps) => {
  const look = more === undefined ? 'card' : `card ${more}`;
  if (title === undefined) return <div class={look}>{children}</div>;
  return (
    <section class={look} {...(titleId === undefined ? {} : { 'aria-labelledby': titleId })}>
      <div class="card-head">
        <h2 class="card-title" id={titleId}>
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
};
