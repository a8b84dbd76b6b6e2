import type { HandoffFeed } from '../../core/ports.js';
import type { HandoffEvent } from '../../schema/index.js';

/** Tells the listeners of this process. */
export function handoffFeed(): HandoffFeed & { publish(event: HandoffEvent): void } {
  const listeners = new Set<(event: HandoffEvent) => void>();
  return {
    subscribe: (listener) => {
      // A function may subscribe twice: each subscription ends by itself.
      const own = (event: HandoffEvent) => listener(event);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
    publish: (event) => {
      for (const listener of [...listeners]) {
        try {
          listener(event);
        } catch {
          // What was committed stays committed, and the others are told.
        }
      }
    },
  };
}
