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

const ancestors = new Map<string, ReadonlySet<string>>();

/** The concepts that `concept` is a kind of, over any number of steps, without itself; worked out once. */
function widerThan(concept: string): ReadonlySet<string> {
  const { wider } = relationTable();
  const known = ancestors.get(concept);
  if (known !== undefined) return known;
  const found = new Set<string>();
  const open = [concept];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const parent of wider.get(next) ?? []) {
      if (parent === concept || found.has(parent)) continue;
      found.add(parent);
      open.push(parent);
    }
  }
  ancestors.set(concept, found);
  return found;
}

/** True where `a` is a narrower concept of `b` ("person.infant" of "person.child"), over any number of steps; never of itself. */
export const isKindOf = (a: string, b: string): boolean =>
  relationTable().wider.has(a) && widerThan(a).has(b);

/** How a concept stands to another that is not the same. */
export type ConceptRelation = 'opposite' | 'alike';

let related: ReadonlyMap<string, ReadonlyMap<string, ConceptRelation>> | null = null;

const NO_RELATIONS: ReadonlyMap<string, ConceptRelation> = new Map();

/** The concepts that exclude a concept, and those that are like it: of one group, or a kind of the other over any number of steps. */
export const relationsOf = (concept: string): ReadonlyMap<string, ConceptRelation> => {
  related ??= allRelations(relationTable());
  return related.get(concept) ?? NO_RELATIONS;
};

const allRelations = ({
  opposites,
  wider,
}: RelationTable): ReadonlyMap<string, ReadonlyMap<string, ConceptRelation>> => {
  const all = new Map<string, Map<string, ConceptRelation>>();
  const relate = (a: string, b: string, relation: ConceptRelation): void => {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const own = all.get(from) ?? new Map<string, ConceptRelation>();
      all.set(from, own.set(to, relation));
    }
  };
  for (const child of wider.keys()) for (const parent of widerThan(child)) relate(child, parent, 'alike');
  for (const group of relations.alike) {
    const members = group.split(' | ');
    for (const [i, a] of members.entries()) for (const b of members.slice(i + 1)) relate(a, b, 'alike');
  }
  for (const [a, others] of opposites) for (const b of others) relate(a, b, 'opposite');
  return all;
};

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
