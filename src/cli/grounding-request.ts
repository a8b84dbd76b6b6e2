import { type Config, Decisions, type GroundingRequest } from '../schema/index.js';

/** What a command asks of grounding, on the settings of the default route; the operator's own terminal is trusted. */
export const groundingRequest = (
  config: Config,
  asked: Pick<GroundingRequest, 'messages' | 'as_of'> & Partial<GroundingRequest>,
): GroundingRequest => {
  const route = config.routes['default'];
  return {
    tenant: 'default',
    knowledge_base: route?.knowledge_base ?? 'default',
    language: null,
    context: [],
    case_facts: [],
    mode: 'enforce',
    fail_mode: route?.fail_mode ?? 'closed',
    decisions: Decisions.parse({ ...config.decisions, ...route?.decisions }),
    strict_topics: Object.entries(config.topics).flatMap(([topic, level]) =>
      level === 'strict' ? [topic] : [],
    ),
    handoff: config.handoff,
    held_chars: config.limits.held_chars,
    claims_max: config.limits.claims,
    ...asked,
  };
};
