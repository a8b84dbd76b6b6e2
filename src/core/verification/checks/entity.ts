import { type Check, quoted, type Signal } from '../check.js';
import { nameWords } from '../knowledge-facts.js';

/** Telephone numbers, addresses and names: they must exist in the base, and in the evidence of this claim. */
export const entityCheck: Check = {
  name: 'entity',
  run(input): Signal | null {
    for (const contact of input.reading.contacts) {
      if (input.facts.contacts.has(contact.value)) continue;
      if (input.premises.some((premise) => premise.contacts.some((given) => given.value === contact.value)))
        continue;
      return {
        relation: 'absent',
        strength: 1,
        finding: { kind: 'entity', message: `No policy names the contact ${quoted(contact.value)}.` },
        passages: [],
      };
    }
    const contactHere = input.reading.contacts.find((contact) =>
      input.evidence.some((passage) =>
        passage.reading.contacts.some((other) => other.value === contact.value),
      ),
    );
    let strangest: { name: string; share: number } | null = null;
    for (const name of input.reading.names) {
      const words = nameWords(name);
      if (words.length === 0) continue;
      const isGiven = (word: string): boolean =>
        input.facts.names.has(word) ||
        input.facts.knows(word) ||
        input.premises.some((premise) => premise.names.some((given) => nameWords(given).includes(word)));
      const unknown = words.filter((word) => !isGiven(word)).length / words.length;
      if (unknown > (strangest?.share ?? 0)) strangest = { name, share: unknown };
    }
    if (strangest !== null)
      return {
        relation: 'absent',
        strength: 0.8 * strangest.share,
        finding: { kind: 'entity', message: `No policy or table names ${quoted(strangest.name)}.` },
        passages: [],
      };
    if (contactHere !== undefined) {
      const passage = input.evidence.find((item) =>
        item.reading.contacts.some((other) => other.value === contactHere.value),
      );
      return {
        relation: 'supports',
        strength: Math.max(0.2, passage?.coverage ?? 0),
        finding: null,
        passages: passage === undefined ? [] : [passage.passage],
      };
    }
    return null;
  },
};
