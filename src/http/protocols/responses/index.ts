import { errorEnvelope, isEventStream } from '../../exchange.js';
import { forwardedQuery } from '../../headers.js';
import type { Protocol } from '../../relay/index.js';
import { SSE_TYPE } from '../../sse.js';
import { withResponsesNote } from './responses-note.js';
import { readResponsesRequest } from './responses-request.js';
import { ResponsesStream } from './responses-stream.js';
import { readResponse } from './responses-whole.js';
import { silentResponse, withoutOwnResponse } from './silent-response.js';

export { ResponsesRequest } from './responses-request.js';

/** OpenAI Responses. */
export const responsesProtocol: Protocol = {
  upstream: 'openai',
  path: '/v1/responses',
  upstreamPath: (request) => `/responses${forwardedQuery(request.url)}`,
  readRequest: readResponsesRequest,
  readWhole: readResponse,
  isStream: isEventStream,
  streamType: () => SSE_TYPE,
  openStream: (options) => new ResponsesStream(options),
  silentReply: silentResponse,
  forwardedBody: withoutOwnResponse,
  withNote: withResponsesNote,
  errorBody: errorEnvelope,
};
