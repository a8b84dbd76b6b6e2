export { describeAuditLog } from './audit-log.js';
export { type DeliveryFixture, describeDeliveryStore } from './delivery-store.js';
export { auditRecord, openedRecord, type StorageFixture, type SuiteOptions } from './fixture.js';
export * from './handoff-fixture.js';
export { describeHandoffStore, type HandoffFixture } from './handoff-store.js';
export { describeKeyStore } from './key-store.js';
export { describePresenceStore } from './presence-store.js';
export { describeSessionStore } from './session-store.js';
export { describeVectorIndex } from './vector-index.js';
