import { GroundingRequest } from '../../src/schema/index.js';

/** A request on default settings; a test names what differs. */
export const groundingRequest = (over: Partial<GroundingRequest> = {}): GroundingRequest => ({
  tenant: 'test',
  knowledge_base: 'test',
  messages: [],
  language: null,
  as_of: '2026-06-01',
  context: [],
  case_facts: [],
  mode: 'enforce',
  fail_mode: 'closed',
  decisions: GroundingRequest.shape.decisions.parse({}),
  strict_topics: [],
  handoff: { channel: 'none', contact: { phone: '1-800-555-0100' } },
  held_chars: 2_000,
  claims_max: 200,
  ...over,
});
