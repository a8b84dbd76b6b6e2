export { draftCheckOf } from './advice.js';
export { cannedReplies } from './canned-replies.js';
export { type CaseQuery, type Changed, createDesk, type Desk } from './desk.js';
export { type DraftChecks, draftChecks } from './draft-checks.js';
export { proposeReply } from './propose-reply.js';
export { summaryOf } from './summary.js';
export { transcriptOf } from './transcript.js';
