import type { Protocol } from '../relay/index.js';
import { chatProtocol } from './chat/index.js';
import { jsonProtocol } from './json/index.js';
import { messagesProtocol } from './messages/index.js';
import { responsesProtocol } from './responses/index.js';

export { ChatRequest } from './chat/index.js';
export { MessagesRequest } from './messages/index.js';
export { ResponsesRequest } from './responses/index.js';

/** Every protocol that is spoken. */
export const PROTOCOLS: readonly Protocol[] = [
  chatProtocol,
  responsesProtocol,
  messagesProtocol,
  jsonProtocol,
];

/** How clients of a path read a problem; undefined where that is the problem document itself. */
export const problemBodyOf = (path: string): Protocol['problemBody'] =>
  PROTOCOLS.find((protocol) => path === protocol.path || path.startsWith(`${protocol.path}/`))?.problemBody;
