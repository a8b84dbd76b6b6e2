import type { AuditEntry } from '../../schema/index.js';
import { type ChainHead, commitText, entryHash, genesisHash, type SaltedText } from './chain.js';
import type { Sha256Hex } from './digest.js';

/** An entry with the texts kept for it; a committed pointer without a text was erased. */
export interface ChainLink {
  entry: AuditEntry;
  texts: Readonly<Record<string, SaltedText>>;
}

export type ChainProblemKind =
  | 'changed'
  | 'gap'
  | 'reordered'
  | 'wrong_prev'
  | 'wrong_tenant'
  | 'second_end'
  | 'opened_twice'
  | 'text_altered'
  | 'truncated';

/** What is wrong with a chain, where, in words for an auditor. */
export interface ChainProblem {
  kind: ChainProblemKind;
  tenant: string;
  seq: number;
  record_id: string | null;
  message: string;
}

export interface ChainReport {
  tenant: string;
  entries: number;
  records: number;
  texts: { intact: number; erased: number };
  /** Note it down elsewhere: given as `expected` later it shows whether the end of the chain was cut off. */
  head: ChainHead | null;
  /** Opened records without an end. A stream under way is one too, so they do not break the chain. */
  unfinished: string[];
  problems: ChainProblem[];
}

export interface VerifyOptions {
  sha256Hex: Sha256Hex;
  /** A head noted earlier, that the chain must still contain. */
  expected?: ChainHead;
  /** Called after each entry with the number read so far. */
  onEntry?: (entriesRead: number) => void;
}

/**
 * Follows a tenant's chain from its first entry and reports every break; after one it goes on from what is stored, so
 * that one changed byte is one problem. What the chain alone cannot show is a cut-off end: pass `expected`.
 */
export async function verifyChain(
  tenant: string,
  links: AsyncIterable<ChainLink> | Iterable<ChainLink>,
  options: VerifyOptions,
): Promise<ChainReport> {
  const { sha256Hex, expected, onEntry } = options;
  const report: ChainReport = {
    tenant,
    entries: 0,
    records: 0,
    texts: { intact: 0, erased: 0 },
    head: null,
    unfinished: [],
    problems: [],
  };
  const genesis = await genesisHash(tenant, sha256Hex);
  const states = new Map<string, 'opened' | 'ended'>();
  for await (const { entry, texts } of links) {
    const found = (kind: ChainProblemKind, message: string) =>
      report.problems.push({ kind, tenant, seq: entry.seq, record_id: entry.record_id, message });
    report.entries += 1;
    if (entry.tenant !== tenant) found('wrong_tenant', `The entry belongs to tenant ${entry.tenant}.`);
    checkPlace(entry, report.head, genesis, found);
    // What a changed entry says of its record and its texts proves nothing.
    if ((await entryHash(entry, sha256Hex)) !== entry.hash) {
      found('changed', 'The entry was changed: its contents do not give its hash.');
    } else {
      checkState(entry, states, found);
      await checkTexts({ entry, texts }, report, { sha256Hex, found });
    }
    if (expected?.seq === entry.seq && expected.hash !== entry.hash) {
      found('changed', 'The entry is not the one whose hash was noted.');
    }
    report.head = { seq: entry.seq, hash: entry.hash };
    onEntry?.(report.entries);
  }
  const last = report.head?.seq ?? 0;
  if (expected !== undefined && last < expected.seq) {
    const message = `The chain ends at entry ${last}; entry ${expected.seq} was noted earlier.`;
    report.problems.push({ kind: 'truncated', tenant, seq: last, record_id: null, message });
  }
  report.records = states.size;
  report.unfinished = [...states].filter(([, state]) => state === 'opened').map(([id]) => id);
  return report;
}

type Found = (kind: ChainProblemKind, message: string) => void;

function checkPlace(entry: AuditEntry, head: ChainHead | null, genesis: string, found: Found): void {
  const next = (head?.seq ?? 0) + 1;
  if (entry.seq > next) {
    const missing = entry.seq - 1 === next ? `Entry ${next} is` : `Entries ${next} to ${entry.seq - 1} are`;
    found('gap', `${missing} missing before it.`);
  } else if (entry.seq < next) {
    found('reordered', `It stands where entry ${next} belongs.`);
  } else if (entry.prev_hash !== (head?.hash ?? genesis)) {
    found('wrong_prev', 'It does not follow from the entry before it: the previous hash differs.');
  }
}

function checkState(entry: AuditEntry, states: Map<string, 'opened' | 'ended'>, found: Found): void {
  const state = states.get(entry.record_id);
  if (entry.kind === 'opened') {
    if (state !== undefined) found('opened_twice', 'The record was opened before.');
    else states.set(entry.record_id, 'opened');
    return;
  }
  if (state === 'ended') found('second_end', 'The record had ended before: it has a second end.');
  states.set(entry.record_id, 'ended');
}

async function checkTexts(
  { entry, texts }: ChainLink,
  report: ChainReport,
  { sha256Hex, found }: { sha256Hex: Sha256Hex; found: Found },
): Promise<void> {
  for (const [pointer, commitment] of Object.entries(entry.commitments)) {
    const kept = texts[pointer];
    if (kept === undefined) report.texts.erased += 1;
    else if ((await commitText(kept, sha256Hex)) === commitment) report.texts.intact += 1;
    else found('text_altered', `The text at ${pointer} was altered: it is not the one committed to.`);
  }
  for (const pointer of Object.keys(texts)) {
    if (!Object.hasOwn(entry.commitments, pointer)) {
      found('text_altered', `The text at ${pointer} was added: nothing commits to it.`);
    }
  }
}
