export { type LocalClock, type LocalDay, localClock, nextDay } from './local-time.js';
export { type Staffing, staffing } from './staffing.js';
export { configuredStaffing, expiresAt, serviceLevelAt } from './timers.js';
export { type WaitOutlook, waitOutlook } from './wait-outlook.js';
