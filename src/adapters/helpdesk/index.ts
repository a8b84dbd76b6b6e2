export { chatwootHook, chatwootReceiver } from './chatwoot/index.js';
export { slackReceiver } from './slack/index.js';
export { zendeskReceiver } from './zendesk/index.js';
