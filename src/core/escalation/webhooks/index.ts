export * from './addresses.js';
export { type Dispatcher, type DispatchPorts, dispatcher } from './dispatch.js';
export { isTold, type ToldKind, toldAs } from './event-type.js';
export { type DeliveryOutcome, outcomeOf, outcomeOfApi } from './outcome.js';
export { type WebhookPayload, webhookPayload } from './payload.js';
export type { DeliveryJob, DeliveryReceiver } from './receiver.js';
export { RETRY_SPAN_MS } from './retry.js';
export { hmacKey, signingKey, webhookHeaders } from './sign.js';
export { webhookReceiver } from './webhook-receiver.js';
