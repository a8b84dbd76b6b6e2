/** Whoever uses the console of a machine without keys and has given no name is "You" to themselves alone. */
const UNNAMED = 'local/You';

/** The name by which a customer is told of a person; null for one who has none. */
export const personName = (person: { id: string | null; name: string | null } | null): string | null =>
  person === null || person.id === UNNAMED ? null : person.name;
