import type { ConversationTurn } from '../../schema/index.js';

/** Crockford's base32: without letters that are taken for a digit or for one another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARS = 20;
const GROUP_CHARS = 5;

/** Random bytes that `caseReference` takes: 20 characters of 5 bits. */
export const REFERENCE_BYTES = 13;

/** A case reference from unpredictable bytes: 100 bits as 20 characters in groups of five. @throws {RangeError} for too few. */
export const caseReference = (bytes: Uint8Array): string => {
  if (bytes.length < REFERENCE_BYTES) throw new RangeError(`a reference takes ${REFERENCE_BYTES} bytes`);
  let bits = 0n;
  for (const byte of bytes.subarray(0, REFERENCE_BYTES)) bits = (bits << 8n) | BigInt(byte);
  const characters = Array.from(
    { length: CHARS },
    (_, at) => ALPHABET[Number((bits >> BigInt(at * 5)) & 31n)],
  );
  const groups = Array.from({ length: CHARS / GROUP_CHARS }, (_, group) =>
    characters.slice(group * GROUP_CHARS, (group + 1) * GROUP_CHARS).join(''),
  );
  return groups.join('-');
};

/** A reference as our own texts write it: after the words that announce it. */
const ANNOUNCED =
  /(?:case reference|référence)\s?:\s?\**([0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){3})(?![0-9A-Za-z-])/g;

/**
 * The latest case reference in an assistant's turn of a history; null without one. One that a customer (or a tool)
 * wrote before the assistant did is none: a bot repeats what it is told.
 */
export const referenceIn = (turns: readonly ConversationTurn[]): string | null => {
  let latest: string | null = null;
  const others: string[] = [];
  for (const { role, content } of turns) {
    if (role !== 'assistant') {
      others.push(content);
      continue;
    }
    for (const [, reference] of content.matchAll(ANNOUNCED)) {
      if (reference !== undefined && !others.some((text) => text.includes(reference))) latest = reference;
    }
  }
  return latest;
};
