import { GroundingError } from '../core/errors.js';
import type { Config, ContextPassage, GroundingRequest, Language } from '../schema/index.js';
import type { AppDeps } from './deps.js';
import type { ReadHistory } from './messages.js';
import type { RouteSettings } from './route-settings.js';
import type { Principal } from './security.js';

/** What a caller brings to an answer, before the trust rules. */
export interface CallerInput {
  tenant: string;
  history: ReadHistory;
  context: ContextPassage[];
  as_of: string;
  knowledge_base: string;
  language: Language | null;
}

/**
 * Whether caller context counts as evidence on a route: as configured; else only on the default route of a loopback
 * start without keys, where the caller is the operator.
 */
export const trustsContext = (route: RouteSettings, principal: Principal, deps: AppDeps): boolean => {
  const setting = route.config.evidence.context;
  if (setting !== undefined) return setting === 'trusted';
  return deps.security.loopback && !principal.hasKey && route.name === principal.routes[0];
};

/** Applies the route's trust rules: what is not admitted here never reaches a check. */
export const groundingRequest = (
  input: CallerInput,
  route: RouteSettings,
  config: Config,
): GroundingRequest => ({
  tenant: input.tenant,
  knowledge_base: input.knowledge_base,
  messages: input.history.turns,
  language: input.language,
  as_of: input.as_of,
  context: input.context,
  case_facts: route.config.evidence.tool_results === 'case_facts' ? input.history.toolResults : [],
  mode: route.config.mode,
  fail_mode: route.config.fail_mode,
  decisions: route.decisions,
  strict_topics: route.strict_topics,
  handoff: config.handoff,
  held_chars: config.limits.held_chars,
  claims_max: config.limits.claims,
});

/**
 * The day at which policies must be in force.
 * @throws {GroundingError} auth-role-forbidden: with keys, only compliance asks about another day than today.
 */
export const admittedAsOf = (asked: string | undefined, today: string, principal: Principal): string => {
  if (asked !== undefined && asked !== today && principal.hasKey && principal.role !== 'compliance') {
    throw new GroundingError('auth-role-forbidden', {
      detail: `as_of may differ from today (${today}) only with a key of the role compliance.`,
      pointer: '/as_of',
    });
  }
  return asked ?? today;
};

/**
 * The knowledge base of a check: the route's, or one of another route that the caller may use.
 * @throws {GroundingError} policy-index-unknown; also for one that exists out of the caller's reach.
 */
export const admittedKnowledgeBase = (
  asked: string | undefined,
  route: RouteSettings,
  principal: Principal,
  config: Config,
): string => {
  if (asked === undefined) return route.config.knowledge_base;
  const inReach = principal.routes.map((name) => config.routes[name]?.knowledge_base);
  if (!inReach.includes(asked)) {
    throw new GroundingError('policy-index-unknown', {
      detail: `${JSON.stringify(asked)} is not a knowledge base of the routes in reach.`,
      pointer: '/knowledge_base',
    });
  }
  return asked;
};

/** @throws {GroundingError} request-too-large, naming the setting. */
export const requireContextSize = (context: readonly ContextPassage[], charsMax: number): void => {
  const chars = context.reduce((sum, passage) => sum + passage.text.length, 0);
  if (chars > charsMax) {
    throw new GroundingError('request-too-large', {
      detail: `The context has ${chars} characters, more than the ${charsMax} of the setting limits.context_chars.`,
      pointer: '/context',
    });
  }
};
