export { nodeCrypto, sqliteStore } from './sqlite-store.js';
export { storageFor } from './storage-for.js';
