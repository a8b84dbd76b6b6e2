import { AuditRecord } from '../../schema/index.js';
import { GroundingError } from '../errors.js';
import { canonicalJson } from './canonical-json.js';
import { redactSecrets } from './redact-secrets.js';

/** Texts of a record by JSON Pointer. */
export type RecordTexts = Record<string, string>;

/** A source with a scheme ("context:ID") was supplied by the caller; the operator's own are paths of files. */
const CALLER_SOURCE = /^[a-z_]+:/i;

/** Positions that the record's schema lets be null; the others read as '' once erased. */
const NULLABLE_TEXT = /^\/messages\/\d+\/content$|^\/choices\/\d+\/(?:original_)?answer$/;

/**
 * Parts a record: `body`, canonical JSON with null in place of each text, for the chain; and the texts (what was
 * asked, answered, claimed and found, and quotes of what the caller supplied), secrets masked, to be kept apart. The
 * cells of a caller's table row are left out: its quote says the same and can be erased.
 */
export function splitRecord(record: AuditRecord): { body: string; texts: RecordTexts } {
  const texts: RecordTexts = {};
  const body = withoutTexts(record, texts);
  const redacted = maskSecrets(record, texts);
  return {
    body: canonicalJson({ ...body, redacted: [...new Set([...record.redacted, ...redacted])] }),
    texts,
  };
}

function withoutTexts(record: AuditRecord, texts: RecordTexts) {
  const take = (pointer: string, text: string | null): null => {
    if (text !== null) texts[pointer] = text;
    return null;
  };
  return {
    ...record,
    messages: record.messages.map((message, index) => ({
      ...message,
      content: take(`/messages/${index}/content`, message.content),
    })),
    choices: record.choices.map((choice, index) => ({
      ...choice,
      original_answer: take(`/choices/${index}/original_answer`, choice.original_answer),
      answer: take(`/choices/${index}/answer`, choice.answer),
      claims: choice.claims.map((claim, ordinal) => {
        const at = `/choices/${index}/claims/${ordinal}`;
        return {
          ...claim,
          text: take(`${at}/text`, claim.text),
          findings: claim.findings.map((finding, n) => ({
            ...finding,
            message: take(`${at}/findings/${n}/message`, finding.message),
          })),
          evidence: claim.evidence.map((evidence, n) =>
            CALLER_SOURCE.test(evidence.source)
              ? { ...evidence, row: null, quote: take(`${at}/evidence/${n}/quote`, evidence.quote) }
              : evidence,
          ),
        };
      }),
    })),
  };
}

/** Masks secrets in place and names the texts that had one. A claim keeps the masks of the answer that it is a span of. */
function maskSecrets(record: AuditRecord, texts: RecordTexts): string[] {
  const redacted: string[] = [];
  const mask = (pointer: string, text: string, masked: string) => {
    if (masked === text) return;
    texts[pointer] = masked;
    redacted.push(pointer);
  };
  for (const [pointer, text] of Object.entries(texts)) mask(pointer, text, redactSecrets(text));
  record.choices.forEach((choice, index) => {
    const answer = texts[`/choices/${index}/original_answer`];
    if (answer === undefined || answer === choice.original_answer) return;
    choice.claims.forEach((claim, ordinal) => {
      if (choice.original_answer?.slice(claim.start_char, claim.end_char) !== claim.text) return;
      const pointer = `/choices/${index}/claims/${ordinal}/text`;
      const kept = texts[pointer];
      if (kept === claim.text) mask(pointer, kept, answer.slice(claim.start_char, claim.end_char));
      else texts[pointer] = answer.slice(claim.start_char, claim.end_char);
    });
  });
  return redacted;
}

/**
 * Puts an entry's texts back into its body. A text that is committed to but missing was erased: it reads null (''
 * where the schema wants a string) and its pointer is listed in `erased`.
 * @throws {GroundingError} audit-chain-broken when the body is not a record any more.
 */
export function joinRecord(
  entry: { tenant: string; seq: number; body: string; commitments: Record<string, string> },
  texts: Readonly<Record<string, { text: string }>>,
): AuditRecord {
  const body = parsedJson(entry.body);
  const erased: string[] = [];
  for (const pointer of Object.keys(entry.commitments)) {
    const kept = texts[pointer];
    if (kept === undefined) erased.push(pointer);
    setAt(body, pointer, kept?.text ?? (NULLABLE_TEXT.test(pointer) ? null : ''));
  }
  const record = AuditRecord.safeParse(body);
  if (!record.success) {
    const detail = `Entry ${entry.seq} of tenant ${entry.tenant} does not hold an audit record.`;
    throw new GroundingError('audit-chain-broken', { detail, cause: record.error });
  }
  return { ...record.data, erased: [...new Set([...record.data.erased, ...erased])].sort() };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Sets a member that exists; a pointer that leads nowhere changes nothing. */
function setAt(root: unknown, pointer: string, value: string | null): void {
  const path = pointer.split('/').slice(1);
  const last = path.pop();
  let node = root;
  for (const key of path) node = memberOf(node, key);
  if (last !== undefined && isObject(node) && Object.hasOwn(node, last)) Reflect.set(node, last, value);
}

function memberOf(node: unknown, key: string): unknown {
  return isObject(node) && Object.hasOwn(node, key) ? Reflect.get(node, key) : undefined;
}

function isObject(node: unknown): node is object {
  return typeof node === 'object' && node !== null;
}
