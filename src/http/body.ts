import type { z } from 'zod';
import { GroundingError } from '../core/errors.js';
import { plainIssue } from '../schema/index.js';
import { isNestedTooDeep, JSON_DEPTH_MAX } from './json-depth.js';
import { findJsonError } from './json-error.js';

/** Reads a stream of bytes; null as soon as there are more than `bytesMax`. */
export const readBounded = async (
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
): Promise<Uint8Array | null> => {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > bytesMax) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  const only = chunks[0];
  if (chunks.length === 1 && only !== undefined) return only;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
};

const tooLarge = (bytesMax: number): GroundingError =>
  new GroundingError('request-too-large', {
    detail: `The body has more than ${bytesMax} bytes: the setting limits.body_bytes.`,
  });

/**
 * The body of a request, whether it states its length or comes in chunks.
 * @throws {GroundingError} request-too-large, request-media-type for an encoded body.
 */
export const readRequestBody = async (request: Request, bytesMax: number): Promise<Uint8Array> => {
  const encoding = request.headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity') {
    throw new GroundingError('request-media-type', {
      detail: `The body is encoded as ${encoding}: send it without content-encoding.`,
    });
  }
  const stated = request.headers.get('content-length');
  if (stated !== null) {
    if (!(Number(stated) <= bytesMax)) throw tooLarge(bytesMax);
    // A stated length is enforced by the server, which spares the walk over chunks.
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > bytesMax) throw tooLarge(bytesMax);
    return bytes;
  }
  const bytes = await readBounded(request.body, bytesMax);
  if (bytes === null) throw tooLarge(bytesMax);
  return bytes;
};

/**
 * The JSON value of a request's body.
 * @throws {GroundingError} request-invalid with the position of the fault.
 */
export const parseJsonBody = (bytes: Uint8Array): unknown => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new GroundingError('request-invalid', { detail: 'The body is not UTF-8.', cause });
  }
  if (text.trim() === '') {
    throw new GroundingError('request-invalid', { detail: 'The body is empty: send a JSON object.' });
  }
  if (isNestedTooDeep(text)) {
    throw new GroundingError('request-invalid', {
      detail: `The body nests deeper than ${JSON_DEPTH_MAX} levels: send it flatter.`,
    });
  }
  try {
    return JSON.parse(text);
  } catch {
    const position = findJsonError(text);
    const place =
      position === null
        ? ''
        : ` at line ${position.line}, column ${position.column} (character ${position.offset})`;
    throw new GroundingError('request-invalid', { detail: `The body is not JSON${place}.` });
  }
};

/** RFC 6901. */
export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * What a schema makes of a value.
 * @throws {GroundingError} request-invalid with the pointer of the first field at fault.
 */
export const parseRequest = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const parsed = schema.safeParse(value, { error: plainIssue });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw new GroundingError('request-invalid', { detail: 'The body is not valid.' });
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const pointer = jsonPointer(unknownKey === undefined ? issue.path : [...issue.path, unknownKey]);
  const detail =
    unknownKey === undefined
      ? `${pointer === '' ? 'The body' : pointer} is not as it should be: ${issue.message}.`
      : `${pointer} is not a field of this request: remove it.`;
  throw new GroundingError('request-invalid', { detail, pointer });
};
