export { type D1DatabaseLike, type D1StatementLike, d1Storage } from './d1.js';
export { failureOfMessage, type SqlStore, type WriteFailure } from './sql-store.js';
export { type Storage, storageOn } from './storage.js';
export type { Tables } from './tables.js';
