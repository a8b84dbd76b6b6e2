import { createDesk, type Desk } from '../../core/escalation/desk/index.js';
import { configuredStaffing, expiresAt, serviceLevelAt } from '../../core/escalation/staffing/index.js';
import { Language } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import type { RouteTable } from '../route-settings.js';
import { groundingRequest } from '../trust.js';

/** The desk over an application's stores, and over the grounding that its answers go through. */
export const deskFor = (deps: AppDeps, routes: RouteTable): Desk => {
  const { config } = deps;
  const hours = configuredStaffing(config);
  return createDesk({
    handoffs: deps.handoffs,
    audit: deps.audit,
    presence: deps.presence,
    keys: deps.keys,
    clock: deps.clock,
    log: deps.log,
    settings: {
      canned_replies: config.handoff.canned_replies,
      message_chars_max: config.limits.answer_chars,
    },
    hours: {
      isStaffed: hours.isStaffed,
      nextOpening: hours.nextOpening,
      dueAt: (createdAtMs) => serviceLevelAt(config.handoff, hours, createdAtMs),
      expiresAt: (atMs) => expiresAt(config.handoff, hours, atMs),
    },
    requestFor: ({ tenant, route, language }, turns) => {
      const settings = routes.get(route);
      if (settings === undefined) return null;
      const input = {
        tenant,
        // What tools said is not kept with its proof: it proves nothing here.
        history: { turns: [...turns], toolResults: [] },
        context: [],
        as_of: deps.today(),
        knowledge_base: settings.config.knowledge_base,
        language: Language.safeParse(language).data ?? null,
      };
      return { ...groundingRequest(input, settings, config), mode: 'enforce' };
    },
    drafts: deps.drafts,
  });
};
