import type { Reading } from '../../../schema/index.js';
import { namesContact } from '../../reading/index.js';
import type { CheckInput } from '../check.js';
import type { AlignedPassage } from '../matching/alignment.js';

type Contact = Reading['contacts'][number];

/** A contact that the claim gives of one desk and the base of another. */
export interface MisplacedContact {
  contact: Contact;
  /** The desk that the claim names, in its own words. */
  desk: string;
  /** The passage whose contact it is; null where none of the nearest has it. */
  holder: AlignedPassage | null;
  /** The passage that names the desk with its own contact. */
  own: AlignedPassage;
  own_contact: Contact;
}

/** The part of a sentence that a contact belongs to: between the contacts and stops on either side. */
const keysAround = (reading: Reading, text: string, value: string): Set<string> => {
  const digits = (part: string): string => part.replace(/\D/g, '');
  const parts = text.split(/[;\n]|(?<=[^.\d])\.\s/);
  const at =
    parts.length === 1
      ? text
      : (parts.find((part) => part.toLowerCase().includes(value) || digits(part).includes(value)) ?? text);
  const from = text.indexOf(at);
  const keys = new Set<string>();
  for (const token of reading.tokens)
    if (token.is_content && token.start_char >= from && token.end_char <= from + at.length)
      keys.add(token.concept ?? token.stem);
  return keys;
};

/** Words about contacts themselves say nothing of whose they are. */
const NOT_A_DESK =
  /^(?:channel|act\.(?:call|contact|write|answer|send|open|reach|help|show|give|notify|request)|time|unit|event|quality|thing|quantifier|neutral|modal|person\.(?:staff|customer|human))|^\p{N}/u;

/**
 * A contact of the claim that stands beside none of the desk's words in any passage, while another passage gives the
 * desk a contact of the same kind.
 */
export const misplacedContact = (input: CheckInput): MisplacedContact | null => {
  for (const contact of input.reading.contacts) {
    const holders = input.evidence.filter((item) => hasContact(item, contact));
    const [holder = null] = holders;
    if (holder === null && !input.facts.contacts.has(contact.value)) continue;
    const about = [...keysAround(input.reading, input.claim.text, contact.value)].filter(
      (key) => !NOT_A_DESK.test(key),
    );
    for (const key of about) {
      if (holders.some((item) => names(item, key, contact, input))) continue;
      for (const own of input.evidence) {
        if (hasContact(own, contact)) continue;
        const other = own.reading.contacts.find((item) => item.kind === contact.kind);
        if (other === undefined || !names(own, key, other, input)) continue;
        const word = input.reading.tokens.find((token) => (token.concept ?? token.stem) === key);
        if (word !== undefined) return { contact, desk: word.text, holder, own, own_contact: other };
      }
    }
  }
  return null;
};

const hasContact = (item: AlignedPassage, contact: Contact): boolean =>
  item.reading.contacts.some((other) => namesContact(other, contact));

const names = (item: AlignedPassage, key: string, contact: Contact, { affinity }: CheckInput): boolean => {
  const keys = keysAround(item.reading, item.passage.text, contact.value);
  return (
    keys.has(key) ||
    item.facts.surround.has(key) ||
    affinity.of(key).some(([related]) => keys.has(related) || item.facts.surround.has(related))
  );
};
