export { deskFor } from './desk-for.js';
export { type EventStreamOptions, eventStream, lastEventId } from './event-stream.js';
export { followEvents } from './follow-events.js';
export * from './requests.js';
export { DESK_READERS, DESK_WORKERS, serveHandoffs } from './serve-handoffs.js';
