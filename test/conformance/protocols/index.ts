import type { ConformanceProtocol } from '../protocol.js';
import { chatCompletions } from './chat-completions.js';
import { check } from './check.js';
import { messages } from './messages.js';
import { relay } from './relay.js';
import { responses } from './responses.js';

/** Every protocol, the measure of the others first. */
export const PROTOCOLS: readonly ConformanceProtocol[] = [check, chatCompletions, responses, messages, relay];
