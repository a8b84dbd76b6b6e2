import type { Context } from 'hono';
import { GroundingError } from '../core/errors.js';
import { readRequestBody } from '../http/index.js';

/** A form of a page is short; what is longer is none of ours. */
const FORM_BYTES_MAX = 64 * 1_024;

/**
 * The fields of a posted form.
 * @throws {GroundingError} request-media-type, request-too-large.
 */
export const readForm = async (c: Context): Promise<URLSearchParams> => {
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '')) {
    throw new GroundingError('request-media-type', {
      detail: `Send the form of ${c.req.path} as application/x-www-form-urlencoded.`,
    });
  }
  return new URLSearchParams(new TextDecoder().decode(await readRequestBody(c.req.raw, FORM_BYTES_MAX)));
};
