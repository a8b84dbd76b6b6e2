export { chatwootHook } from './chatwoot-hook.js';
export { chatwootReceiver } from './chatwoot-receiver.js';
