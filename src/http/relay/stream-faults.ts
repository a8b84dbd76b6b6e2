import { GroundingError } from '../../core/errors.js';
import type { HandoffCall } from '../handoff/index.js';
import type { JsonObject } from '../json.js';
import { problemDocument } from '../problems.js';
import type { StreamFault } from './events.js';

/** The bot sent an error in place of the rest of its answer. */
export class BotError extends Error {
  readonly frame: JsonObject;

  constructor(frame: JsonObject) {
    super('the bot ended its stream with an error');
    this.frame = frame;
  }
}

/** A stream that ended before its answer did. */
export const endedEarly = (): GroundingError =>
  new GroundingError('upstream-invalid', { detail: 'The stream ended before the answer did.' });

/** A fault that is not the bot's own, as its client is told of it; what is no fault of ours to name is an early end. */
export const ownFault = (error: unknown, call: HandoffCall): StreamFault => {
  const fault = error instanceof GroundingError ? error : endedEarly();
  return { kind: 'ours', document: problemDocument(fault, { path: call.endpoint, recordId: call.id }) };
};

/** An error's code for the log; its class where it has none. */
export const faultCode = (error: unknown): string =>
  error instanceof GroundingError ? error.code : error instanceof Error ? error.name : 'unknown';
