export { describeAuditLog } from './audit-log.js';
export { auditRecord, openedRecord, type StorageFixture, type SuiteOptions } from './fixture.js';
export { describeHandoffStore } from './handoff-store.js';
export { describeKeyStore } from './key-store.js';
export { describeVectorIndex } from './vector-index.js';
