export { daysBefore, daysIn, PERIOD_DAYS_MAX, startOfDay } from './local-period.js';
export { answerOutcome, conversationOutcome, outcomeRank, plainReason } from './outcome.js';
export { queueNow, type StatsPorts, type StatsQuestion, statsOf } from './stats.js';
