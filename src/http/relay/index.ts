export { answerEndpoint } from './answer-endpoint.js';
export type {
  BotEvent,
  DeliveredEvent,
  DeliveredText,
  EndedText,
  StopReason,
  StreamAdapter,
  StreamFault,
  ToolCallEvent,
  WholeCalls,
  WholeReply,
  WholeText,
  WireParser,
} from './events.js';
export type {
  Protocol,
  ReadRequest,
  ReplyOptions,
  RequestPlace,
  StreamOptions,
  TextForm,
} from './protocol.js';
export { JSON_TYPE, OWN_MODEL, type SilentReply, type SilentRequest } from './silent-reply.js';
