import type { AuditEntry, AuditRecord } from '../../schema/index.js';
import { canonicalJson } from './canonical-json.js';
import { type AuditCrypto, hexOf, type Sha256Hex } from './digest.js';
import { splitRecord } from './record-texts.js';

/** A text as kept beside the chain. Salts are 128 random bits in hex. */
export interface SaltedText {
  salt: string;
  text: string;
}

/** Where a tenant's chain ends. */
export interface ChainHead {
  seq: number;
  hash: string;
}

/** An entry before its place in the chain is known. */
export type EntryDraft = Omit<AuditEntry, 'seq' | 'prev_hash' | 'hash'> & {
  texts: Record<string, SaltedText>;
};

const SALT_BYTES = 16;

/** What stands in `prev_hash` of a tenant's first entry. */
export function genesisHash(tenant: string, sha256Hex: Sha256Hex): string | Promise<string> {
  return sha256Hex(`plumbline.audit.genesis.v1\n${tenant}`);
}

/** Commitment to a text: SHA-256 over domain, salt and text, a line each. */
export function commitText({ salt, text }: SaltedText, sha256Hex: Sha256Hex): string | Promise<string> {
  return sha256Hex(`plumbline.audit.text.v1\n${salt}\n${text}`);
}

/**
 * Hash of an entry: SHA-256 over four lines: the domain; `[tenant,seq,record_id,kind,at_ms,prev_hash]` and the
 * commitments, both as canonical JSON, which has no line breaks; and the body as stored.
 */
export function entryHash(entry: Omit<AuditEntry, 'hash'>, sha256Hex: Sha256Hex): string | Promise<string> {
  const { tenant, seq, record_id, kind, at_ms, body, commitments, prev_hash } = entry;
  const place = canonicalJson([tenant, seq, record_id, kind, at_ms, prev_hash]);
  return sha256Hex(`plumbline.audit.entry.v1\n${place}\n${canonicalJson(commitments)}\n${body}`);
}

/** Everything of an entry that does not depend on its predecessor: body, salted texts, commitments. */
export async function draftEntry(record: AuditRecord, crypto: AuditCrypto): Promise<EntryDraft> {
  const { body, texts } = splitRecord(record);
  const pointers = Object.keys(texts).sort();
  const random = crypto.randomBytes(pointers.length * SALT_BYTES);
  const salted: Record<string, SaltedText> = {};
  const pending = pointers.map((pointer, index) => {
    const salt = hexOf(random.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES));
    const kept = { salt, text: texts[pointer] ?? '' };
    salted[pointer] = kept;
    return commitText(kept, crypto.sha256Hex);
  });
  const hashes = await Promise.all(pending);
  const commitments: Record<string, string> = {};
  pointers.forEach((pointer, index) => {
    commitments[pointer] = hashes[index] ?? '';
  });
  return {
    tenant: record.tenant,
    record_id: record.id,
    kind: record.state,
    at_ms: record.state === 'opened' ? record.opened_at_ms : (record.closed_at_ms ?? record.opened_at_ms),
    body,
    commitments,
    texts: salted,
  };
}

/** Gives a draft its place after `head` (null: the tenant's first entry). */
export async function sealEntry(
  draft: EntryDraft,
  head: ChainHead | null,
  sha256Hex: Sha256Hex,
): Promise<AuditEntry> {
  const { texts: _kept, ...drafted } = draft;
  const prev_hash = head?.hash ?? (await genesisHash(draft.tenant, sha256Hex));
  const entry = { ...drafted, seq: (head?.seq ?? 0) + 1, prev_hash };
  return { ...entry, hash: await entryHash(entry, sha256Hex) };
}
