import type { Protocol } from '../relay/index.js';
import { chatProtocol } from './chat/index.js';
import { responsesProtocol } from './responses/index.js';

export { ChatRequest } from './chat/index.js';
export { ResponsesRequest } from './responses/index.js';

/** Every protocol that is spoken. */
export const PROTOCOLS: readonly Protocol[] = [chatProtocol, responsesProtocol];
