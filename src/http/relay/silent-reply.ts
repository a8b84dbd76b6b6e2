import type { RouteSettings } from '../route-settings.js';

/** What a reply without words is made for. */
export interface SilentRequest {
  /** Id of the record, unique: what ids of the vendor's form are made of. */
  id: string;
  created_at_ms: number;
  model: string | null;
  streamed: boolean;
  /** How many answers to choose from were asked for. */
  choices: number;
  /** The request's body. */
  body: unknown;
  headers: Headers;
  route: RouteSettings;
}

/**
 * A reply as the vendor's bot would send it, with no word in it and no token counted: what stands around words of our
 * own where no bot is asked. Read like a bot's, its texts are the places for them.
 */
export interface SilentReply {
  contentType: string;
  /** Bytes of the body: of a stream its beginning, the opening of the place for the words, and its end. */
  chunks: readonly [string] | readonly [begin: string, open: string, end: string];
}

export const JSON_TYPE = 'application/json';

/** The model that a reply names where the request names none. */
export const OWN_MODEL = 'plumbline';
