export { AGENT_WORDS, type AgentWords } from './agent-words.js';
export { caseNote, lastQuestion } from './case-note.js';
export { eventInWords, HELPDESK_EVENTS } from './event-in-words.js';
