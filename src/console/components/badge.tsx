import type { Child } from 'hono/jsx';

/** `good` verified or done, `warning` needs a look, `bad` failed or late, `info` under way, `neutral` the rest. */
export type Tone = 'neutral' | 'good' | 'warning' | 'bad' | 'info';

/** A state in a word or two; its colour only repeats what it says. */
export const Badge = ({ tone = 'neutral', children }: { tone?: Tone; children?: Child }) => (
  <span class={`badge badge-${tone}`}>{children}</span>
);
