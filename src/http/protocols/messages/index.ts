import { isEventStream } from '../../exchange.js';
import { forwardedQuery } from '../../headers.js';
import type { Protocol } from '../../relay/index.js';
import { SSE_TYPE } from '../../sse.js';
import { messagesErrorBody, messagesProblem } from './messages-error.js';
import { withMessagesNote } from './messages-note.js';
import { readMessagesRequest } from './messages-request.js';
import { MessagesStream } from './messages-stream.js';
import { readMessage } from './messages-whole.js';
import { silentMessage } from './silent-message.js';

export { MessagesRequest } from './messages-request.js';

/** Anthropic Messages. */
export const messagesProtocol: Protocol = {
  upstream: 'anthropic',
  path: '/v1/messages',
  upstreamPath: (request) => `/messages${forwardedQuery(request.url)}`,
  readRequest: readMessagesRequest,
  readWhole: readMessage,
  isStream: isEventStream,
  streamType: () => SSE_TYPE,
  openStream: (options) => new MessagesStream(options),
  silentReply: silentMessage,
  withNote: withMessagesNote,
  errorBody: messagesErrorBody,
  problemBody: messagesProblem,
};
