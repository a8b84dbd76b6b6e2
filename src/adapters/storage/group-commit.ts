/**
 * Collects what is added while a commit is under way and commits it together next, in the order of adding. Each add
 * settles with its own outcome: when a group fails and `mayIsolate` allows, its members are committed one by one.
 */
export function groupCommit<Item, Outcome>(options: {
  /** Commits all items or none; one outcome for each, in order. */
  commit: (items: readonly Item[]) => Promise<Outcome[]>;
  /** Whether one bad item may be why the group failed. */
  mayIsolate: (error: unknown) => boolean;
  groupMax: number;
}): { add(item: Item): Promise<Outcome> } {
  interface Waiting {
    item: Item;
    resolve: (outcome: Outcome) => void;
    reject: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let isDraining = false;

  const settle = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const outcomes = await options.commit(group.map(({ item }) => item));
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new Error('The commit gave no outcome for an item.'));
        else resolve(outcome);
      }
    } catch (error) {
      if (group.length === 1 || !options.mayIsolate(error)) {
        for (const { reject } of group) reject(error);
        return;
      }
      for (const member of group) await settle([member]);
    }
  };
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) await settle(waiting.splice(0, options.groupMax));
    isDraining = false;
  };
  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (isDraining) return;
        isDraining = true;
        // Starts after the adds of this turn, so that they are one group. It never rejects: `settle` tells each add.
        queueMicrotask(() => void drain());
      }),
  };
}
