import { errorEnvelope, isEventStream } from '../../exchange.js';
import { isObject } from '../../json.js';
import type { Protocol } from '../../relay/index.js';
import { SSE_TYPE } from '../../sse.js';
import { errorReply } from '../../vendor-error.js';
import { readJsonRequest } from './json-request.js';
import { JsonStream } from './json-stream.js';
import { readJsonReply } from './json-whole.js';
import { isNdjson, NDJSON_TYPE } from './ndjson.js';
import { relaySettings } from './relay-settings.js';
import { silentJson } from './silent-json.js';

/** Any bot that speaks JSON: its route says where question and answers are. */
export const jsonProtocol: Protocol = {
  upstream: 'json',
  path: '/v1/relay/:route',
  upstreamPath: (_, route) => relaySettings(route).path,
  readRequest: readJsonRequest,
  readWhole: readJsonReply,
  isStream: (response) => isEventStream(response) || isNdjson(response.headers.get('content-type') ?? ''),
  streamType: (response) => (isEventStream(response) ? SSE_TYPE : NDJSON_TYPE),
  openStream: (options) => new JsonStream(options),
  silentReply: silentJson,
  errorBody: jsonErrorBody,
};

/** An error in whatever form the bot has, without words of an answer. */
function jsonErrorBody(status: number, text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value) && !('error' in value)) {
      const { plumbline: _, ...rest } = value;
      return JSON.stringify(errorReply(rest));
    }
  } catch {
    // Not JSON: a gateway's error page.
  }
  return errorEnvelope(status, text);
}
