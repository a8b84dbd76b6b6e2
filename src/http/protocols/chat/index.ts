import { errorEnvelope, isEventStream } from '../../exchange.js';
import { forwardedQuery } from '../../headers.js';
import type { Protocol } from '../../relay/index.js';
import { SSE_TYPE } from '../../sse.js';
import { withChatNote } from './chat-note.js';
import { readChatRequest } from './chat-request.js';
import { ChatStream } from './chat-stream.js';
import { readCompletion } from './chat-whole.js';
import { silentCompletion } from './silent-completion.js';

export { ChatRequest } from './chat-request.js';

/** OpenAI Chat Completions. */
export const chatProtocol: Protocol = {
  upstream: 'openai',
  path: '/v1/chat/completions',
  upstreamPath: (request) => `/chat/completions${forwardedQuery(request.url)}`,
  readRequest: readChatRequest,
  readWhole: readCompletion,
  isStream: isEventStream,
  streamType: () => SSE_TYPE,
  openStream: (options) => new ChatStream(options),
  silentReply: silentCompletion,
  withNote: withChatNote,
  errorBody: errorEnvelope,
};
