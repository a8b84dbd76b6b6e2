import type { ConversationPlace } from '../../schema/index.js';

/** What a connector remembers of a case in its helpdesk. */
export interface HelpdeskCase {
  handoff_id: string;
  tenant: string;
  route: string;
  conversation_id: string;
  /** The customer there, where the helpdesk has such a thing. */
  contact_id: string | null;
  /** The conversation or ticket there; null until it is known to have been made. */
  external_id: string | null;
  created_at_ms: number;
}

/** Cases and what stands for them in helpdesks, by connector. */
export interface HelpdeskCaseStore {
  find(connector: string, handoffId: string): Promise<HelpdeskCase | null>;
  /** The latest case that stands for a conversation or ticket there. */
  byExternal(connector: string, externalId: string): Promise<HelpdeskCase | null>;
  /** Those of one conversation, latest first. */
  ofConversation(connector: string, place: ConversationPlace): Promise<HelpdeskCase[]>;
  save(connector: string, saved: HelpdeskCase): Promise<void>;
  /**
   * Forgets what stands for a conversation in helpdesks, but for a case that is open or of which a step is still on its
   * way there.
   */
  erase(place: ConversationPlace): Promise<ErasedHelpdeskCases>;
}

/** What stands for a conversation in helpdesks: the copies there are theirs to erase. */
export interface ErasedHelpdeskCases {
  erased: { connector: string; external_id: string | null }[];
  /** Cases that are not over yet and were kept. */
  kept: number;
}

/** A helpdesk's call, as it came. */
export interface HelpdeskCall {
  headers: Headers;
  query: URLSearchParams;
  body: Uint8Array;
}

/** Takes in what people do in another helpdesk. */
export interface HelpdeskHook {
  /** @throws {GroundingError} auth-signature-invalid, request-invalid; anything else when it is to be called again. */
  receive(call: HelpdeskCall): Promise<void>;
}
