import { namesContact } from '../../reading/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { tellsOfCase } from '../customer-case/tells-of-case.js';
import { misplacedContact } from '../unknown/contact-holders.js';
import { unknownNames } from '../unknown/unknown-names.js';

const STRENGTH = { code: 0.95, brand: 0.9, partner: 0.9 } as const;

/** Telephone numbers, addresses, form codes and names: they must exist in the base, and belong to what the claim says. */
export const entityCheck: Check = {
  name: 'entity',
  run: (input): Signal | null =>
    unknownContact(input) ?? contactOfAnother(input) ?? unknownName(input) ?? knownContact(input),
};

const unknownContact = (input: CheckInput): Signal | null => {
  const unknown = input.reading.contacts.find(
    ({ value }) =>
      !input.facts.contacts.has(value) &&
      !input.case_facts.contacts.has(value) &&
      !input.premises.some((premise) => premise.contacts.some((given) => given.value === value)),
  );
  if (unknown === undefined) return null;
  return {
    relation: 'absent',
    strength: 1,
    finding: { kind: 'entity', message: `No policy names the contact ${quoted(unknown.value)}.` },
    passages: [],
  };
};

const contactOfAnother = (input: CheckInput): Signal | null => {
  const found = misplacedContact(input);
  if (found === null) return null;
  const message = `${quoted(found.contact.value)} is not the contact for ${quoted(found.desk)}: the policy gives ${quoted(found.own_contact.value)} for that, and this one ${found.holder === null ? 'elsewhere' : `in ${quoted(found.holder.passage.quote)}`}.`;
  return {
    relation: 'contradicts',
    strength: 0.95,
    finding: { kind: 'entity', message },
    passages: [found.own.passage, ...(found.holder === null ? [] : [found.holder.passage])],
  };
};

const unknownName = (input: CheckInput): Signal | null => {
  if (tellsOfCase(input)) return null;
  const [first] = unknownNames(input).sort((a, b) => STRENGTH[b.kind] - STRENGTH[a.kind]);
  if (first === undefined) return null;
  const what = first.kind === 'code' ? 'the form or code ' : '';
  return {
    relation: 'absent',
    strength: STRENGTH[first.kind],
    finding: { kind: 'entity', message: `No policy or table names ${what}${quoted(first.name)}.` },
    passages: [],
  };
};

const knownContact = (input: CheckInput): Signal | null => {
  for (const contact of input.reading.contacts)
    for (const item of input.evidence)
      if (item.reading.contacts.some((other) => namesContact(other, contact)))
        return {
          relation: 'supports',
          strength: Math.max(0.2, item.coverage),
          finding: null,
          passages: [item.passage],
        };
  return null;
};
