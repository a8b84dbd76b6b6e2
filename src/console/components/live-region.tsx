import type { Child } from 'hono/jsx';

/** Tells those who read by ear what changed; `isShown` for everyone. A toast goes to `#toasts` of the frame. */
export const LiveRegion = ({
  id,
  isShown = false,
  children,
}: {
  id: string;
  isShown?: boolean;
  children?: Child;
}) => (
  <div id={id} class={isShown ? 'live-region' : 'visually-hidden'} role="status" aria-live="polite">
    {children}
  </div>
);
