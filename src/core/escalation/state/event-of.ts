import type { Handoff, HandoffEvent } from '../../../schema/index.js';
import type { NewEvent } from './change.js';

/** The event that tells how a handoff came to its present version. */
export const eventOf = (
  { tenant, route, conversation_id, id, version }: Handoff,
  told: Pick<HandoffEvent, 'kind' | 'at_ms' | 'actor' | 'text' | 'data'>,
): NewEvent => ({
  schema_version: 1,
  tenant,
  route,
  conversation_id,
  handoff_id: id,
  version,
  delivered_at_ms: null,
  ...told,
});
