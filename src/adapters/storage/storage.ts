import type { AuditCrypto } from '../../core/audit/index.js';
import type {
  AuditLog,
  DeliveryStore,
  FiguresStore,
  HandoffFeed,
  HandoffStore,
  HelpdeskCaseStore,
  KeyStore,
  PresenceStore,
  SessionStore,
} from '../../core/ports.js';
import { auditLog } from './audit-log.js';
import { deliveryStore } from './delivery-store.js';
import { figuresStore } from './figures-store.js';
import { handoffFeed } from './handoff-feed.js';
import { handoffStore } from './handoff-store.js';
import { helpdeskCaseStore } from './helpdesk-case-store.js';
import { keyStore } from './key-store.js';
import { migrate } from './migrations/index.js';
import { presenceStore } from './presence-store.js';
import { sessionStore } from './session-store.js';
import type { SqlStore } from './sql-store.js';

/** Every store of one database. */
export interface Storage {
  audit: AuditLog;
  keys: KeyStore;
  sessions: SessionStore;
  handoffs: HandoffStore;
  figures: FiguresStore;
  /** What this process writes to `handoffs`. */
  feed: HandoffFeed;
  deliveries: DeliveryStore;
  helpdeskCases: HelpdeskCaseStore;
  presence: PresenceStore;
  /** Waits for appends under way, then closes the database. */
  close(): Promise<void>;
}

/**
 * The stores on a database, brought to this version's schema.
 * @throws {GroundingError} config-invalid when its schema cannot be brought to this version.
 */
export async function storageOn(store: SqlStore, crypto: AuditCrypto): Promise<Storage> {
  await migrate(store.db);
  const audit = auditLog(store, crypto);
  const feed = handoffFeed();
  return {
    audit,
    keys: keyStore(store),
    sessions: sessionStore(store),
    figures: figuresStore(store),
    handoffs: handoffStore(store, feed.publish),
    feed: { subscribe: feed.subscribe },
    deliveries: deliveryStore(store),
    helpdeskCases: helpdeskCaseStore(store),
    presence: presenceStore(store),
    close: async () => {
      await audit.settled();
      await store.close();
    },
  };
}
