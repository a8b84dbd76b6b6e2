export { slackReceiver } from './slack-receiver.js';
