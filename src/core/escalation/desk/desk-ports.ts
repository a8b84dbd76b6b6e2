import type { CannedReplies, ConversationTurn, GroundingRequest, Handoff } from '../../../schema/index.js';
import type { AuditLog, Clock, HandoffStore, KeyStore, Log, PresenceStore } from '../../ports.js';
import type { DraftChecks } from './draft-checks.js';

export interface DeskSettings {
  canned_replies: CannedReplies;
  /** Longest message of a person, in characters. */
  message_chars_max: number;
}

/** The hours in which people take cases; moments are milliseconds since the epoch. */
export interface DeskHours {
  isStaffed(atMs: number): boolean;
  /** The moment itself while people are there, else when they next are; null if not within a year. */
  nextOpening(atMs: number): number | null;
  /** Until when a case that began to wait then should be claimed; null if people are not there for that long. */
  dueAt(createdAtMs: number): number | null;
  /** When a case that goes to the queue then expires; null: never. */
  expiresAt(atMs: number): number | null;
}

/** What the desk asks of the outside. */
export interface DeskPorts {
  handoffs: HandoffStore;
  audit: AuditLog;
  presence: PresenceStore;
  keys: KeyStore;
  clock: Clock;
  log: Log;
  settings: DeskSettings;
  hours: DeskHours;
  /** What words on a handoff's route are held against today; null where the route is not configured any more. */
  requestFor(
    place: Pick<Handoff, 'tenant' | 'route' | 'language'>,
    turns: readonly ConversationTurn[],
  ): GroundingRequest | null;
  drafts: DraftChecks;
}
