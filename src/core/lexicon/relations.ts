import relations from './relations.json' with { type: 'json' };

/** "a | b" pairs of concepts that exclude each other, "narrower": "wider" links, and "a | b | c" groups that are alike. */
interface RelationTable {
  readonly opposites: ReadonlyMap<string, ReadonlySet<string>>;
  /** A concept may be a kind of several others. */
  readonly wider: ReadonlyMap<string, readonly string[]>;
}

let table: RelationTable | null = null;

function relationTable(): RelationTable {
  if (table === null) {
    const opposites = new Map<string, Set<string>>();
    for (const pair of relations.opposites) {
      const [a = '', b = ''] = pair.split(' | ');
      opposites.set(a, (opposites.get(a) ?? new Set()).add(b));
      opposites.set(b, (opposites.get(b) ?? new Set()).add(a));
    }
    const wider = new Map<string, string[]>();
    for (const [parent, children] of Object.entries(relations.kinds)) {
      for (const child of children.split(', ')) wider.set(child, [...(wider.get(child) ?? []), parent]);
    }
    table = { opposites, wider };
  }
  return table;
}

/** True where one concept excludes the other: allow and forbid, before and after, departure and arrival. Symmetric. */
export const isOpposite = (a: string, b: string): boolean =>
  relationTable().opposites.get(a)?.has(b) === true;

/** True where `a` is a narrower concept of `b` ("person.infant" of "person.child"), over any number of steps; never of itself. */
export function isKindOf(a: string, b: string): boolean {
  const { wider } = relationTable();
  if (!wider.has(a)) return false;
  const seen = new Set<string>([a]);
  const open = [a];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const parent of wider.get(next) ?? []) {
      if (parent === b) return true;
      if (seen.has(parent)) continue;
      seen.add(parent);
      open.push(parent);
    }
  }
  return false;
}

/** Concepts that say nothing of their own beside what they are said of: "it costs EUR 5", "you get a towel". */
const LIGHT: ReadonlySet<string> = new Set(relations.light);

/** Whether a concept says nothing of its own beside what it is said of. */
export const isLight = (concept: string): boolean => LIGHT.has(concept);

/** All pairs and links, for the linter of the lexicon. */
export const relationData = (): {
  opposites: readonly string[];
  kinds: Readonly<Record<string, string>>;
  alike: readonly string[];
} => relations;
