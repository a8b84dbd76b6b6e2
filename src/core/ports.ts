/** What the core asks of the outside; adapters implement it. */
export * from './ports/access.js';
export * from './ports/audit-log.js';
export * from './ports/deliveries.js';
export * from './ports/embeddings.js';
export * from './ports/environment.js';
export * from './ports/figures.js';
export * from './ports/handoffs.js';
export * from './ports/helpdesk.js';
export * from './ports/models.js';
export * from './ports/upstream.js';
