export { zendeskReceiver } from './zendesk-receiver.js';
