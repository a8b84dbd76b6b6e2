import { GroundingError, PROBLEMS } from '../core/errors.js';

/** RFC 9457; `error` is what OpenAI clients read. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  /** JSON Pointer of the field at fault. */
  pointer?: string;
  error?: { message: string; type: string; code: string; param: string | null };
}

export interface ProblemPlace {
  /** Path of the request: on `/v1` the document gains the `error` member. */
  path: string;
  recordId?: string;
  headers?: Record<string, string>;
  /** The document in the form of a vendor whose clients don't read problem documents. */
  bodyOf?: ((document: ProblemDocument) => Record<string, unknown>) | undefined;
}

/** A fault as a document. Whatever is no GroundingError becomes `internal-unexpected`, without its message. */
export const problemDocument = (error: unknown, place: ProblemPlace): ProblemDocument => {
  const { code, detail, pointer } =
    error instanceof GroundingError
      ? error
      : { code: 'internal-unexpected' as const, detail: 'The log has the cause.', pointer: null };
  const { status, title } = PROBLEMS[code];
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail,
    ...(place.recordId === undefined ? {} : { instance: `/api/records/${place.recordId}` }),
    ...(pointer === null ? {} : { pointer }),
    ...(isDataPlane(place.path)
      ? { error: { message: `${title}. ${detail}`, type: code, code, param: pointer } }
      : {}),
  };
};

/** Whether a path is called by clients of bots, which read the `error` member. */
export const isDataPlane = (path: string): boolean => path === '/v1' || path.startsWith('/v1/');

/** The problem document as a response; 401s name the scheme. */
export const problemResponse = (error: unknown, place: ProblemPlace): Response => {
  const document = problemDocument(error, place);
  const contentType = place.bodyOf === undefined ? 'application/problem+json' : 'application/json';
  const headers: Record<string, string> = { 'content-type': contentType, ...place.headers };
  if (error instanceof GroundingError && error.retryAfterS !== null) {
    headers['retry-after'] = String(error.retryAfterS);
  }
  if (document.status === 401) headers['www-authenticate'] = 'Bearer realm="plumbline"';
  if (place.recordId !== undefined) headers['x-plumbline-record'] = place.recordId;
  const body = place.bodyOf?.(document) ?? document;
  return new Response(JSON.stringify(body), { status: document.status, headers });
};
