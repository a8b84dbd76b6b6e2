/**
 * Every fault that leaves Plumbline, in one closed table: HTTP status and title by code. Each code has a heading of
 * its own in docs/problems.md.
 */
export const PROBLEMS = {
  'request-invalid': { status: 400, title: 'The request is not valid' },
  'request-too-large': { status: 413, title: 'The request is larger than the limits allow' },
  'request-endpoint-not-checked': { status: 404, title: 'This endpoint is not checked by Plumbline' },
  'request-protocol-mismatch': { status: 400, title: 'The route’s upstream speaks another protocol' },
  'request-rate-limited': { status: 429, title: 'The key sends more requests than it may' },
  'request-media-type': { status: 415, title: 'The request body is not JSON' },
  'request-host-refused': { status: 403, title: 'Without keys only loopback callers are served' },
  'request-origin-refused': { status: 403, title: 'The request comes from another site’s page' },
  'request-conversation-not-held': { status: 409, title: 'No person has this conversation' },
  'request-with-person': { status: 409, title: 'A person has this conversation, or is waited for' },
  'request-not-found': { status: 404, title: 'There is nothing here' },
  'auth-key-missing': { status: 401, title: 'A Plumbline key is required' },
  'auth-key-invalid': { status: 401, title: 'The Plumbline key is not valid' },
  'auth-token-invalid': { status: 401, title: 'The token for live events is not valid' },
  'auth-signature-invalid': { status: 401, title: 'The call is not signed as it should be' },
  'auth-role-forbidden': { status: 403, title: 'The key’s role does not allow this' },
  'auth-route-forbidden': { status: 403, title: 'The key does not allow this route' },
  'upstream-not-configured': { status: 502, title: 'The route has no upstream' },
  'upstream-unreachable': { status: 502, title: 'The bot could not be reached' },
  'upstream-timeout': { status: 504, title: 'The bot did not answer in time' },
  'upstream-invalid': { status: 502, title: 'The bot’s reply could not be read' },
  'policy-index-unreadable': { status: 503, title: 'A policy or table could not be read' },
  'policy-index-unknown': { status: 404, title: 'There is no such knowledge base' },
  'handoff-already-claimed': { status: 409, title: 'Somebody else has the case already' },
  'handoff-not-claimed': { status: 409, title: 'Nobody has claimed the case' },
  'handoff-not-yours': { status: 409, title: 'Somebody else has the case' },
  'handoff-ended': { status: 409, title: 'The case has ended' },
  'audit-write-failed': { status: 503, title: 'The decision could not be recorded' },
  'audit-chain-broken': { status: 500, title: 'The audit chain does not verify' },
  'config-invalid': { status: 500, title: 'The configuration is not valid' },
  'config-listen': { status: 500, title: 'The address cannot be listened on' },
  'internal-unexpected': { status: 500, title: 'Something failed inside Plumbline' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** The one error class: a fault with a code of the table. `detail` is for the caller, `cause` for the log. */
export class GroundingError extends Error {
  readonly code: ProblemCode;
  readonly detail: string;
  /** JSON Pointer of the field at fault, or null. */
  readonly pointer: string | null;
  /** Seconds after which trying again makes sense, or null. */
  readonly retryAfterS: number | null;

  constructor(
    code: ProblemCode,
    options: { detail: string; pointer?: string; retryAfterS?: number; cause?: unknown },
  ) {
    super(`${code}: ${options.detail}`, { cause: options.cause });
    this.name = 'GroundingError';
    this.code = code;
    this.detail = options.detail;
    this.pointer = options.pointer ?? null;
    this.retryAfterS = options.retryAfterS ?? null;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/**
 * What happened and why, for the log: the message of an error and those of its causes, outermost first. A cause that
 * only repeats what was said is left out.
 */
export const faultForLog = (error: unknown): string => {
  const said: string[] = [];
  const seen = new Set<unknown>();
  for (let fault = error; fault !== undefined && fault !== null && !seen.has(fault); ) {
    seen.add(fault);
    const words = fault instanceof Error ? ownWords(fault) : String(fault);
    if (words !== '' && !said.some((earlier) => earlier.includes(words))) said.push(words);
    fault = fault instanceof Error ? fault.cause : undefined;
  }
  return said.join(' ← ');
};

/** Errors of connections often have a code and no message; those of parsers quote the text, which stays out of logs. */
const ownWords = (error: Error): string => {
  if (error instanceof SyntaxError) return error.name;
  if (error.message !== '') return error.message;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};
