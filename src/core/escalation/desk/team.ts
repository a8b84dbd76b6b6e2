import type { Agent, TeamMember } from '../../../schema/index.js';
import type { DeskPorts } from './desk-ports.js';

/** Whoever was seen within this time is there: three beats of an open page. */
export const ONLINE_MS = 45_000;
/** Whoever was not seen for this long, and has no key, is not of the team. */
const KNOWN_MS = 30 * 24 * 3_600_000;
const CASES_MAX = 200;

/** Everyone who can take a case: who has an agent's key, and who was at the desk lately; those who are there first. */
export const teamOf = async (tenant: string, ports: DeskPorts): Promise<TeamMember[]> => {
  const nowMs = Math.trunc(ports.clock.nowMs());
  const [keys, seen, held] = await Promise.all([
    ports.keys.list(),
    ports.presence.list(tenant, nowMs - KNOWN_MS),
    ports.handoffs.list(tenant, { states: ['claimed'], limit: CASES_MAX }),
  ]);
  const agents = new Map<string, Agent>();
  for (const key of keys) {
    if (key.tenant === tenant && key.role === 'agent' && key.revoked_at_ms === null) {
      agents.set(key.id, { id: key.id, name: key.name ?? key.hint });
    }
  }
  const thereAt = new Map<string, number>();
  for (const { agent, seen_at_ms, is_there } of seen) {
    agents.set(agent.id, agent);
    if (is_there) thereAt.set(agent.id, seen_at_ms);
  }
  return [...agents.values()]
    .map((agent) => ({
      agent,
      is_online: (thereAt.get(agent.id) ?? 0) > nowMs - ONLINE_MS,
      cases: held.handoffs.filter((handoff) => handoff.agent?.id === agent.id).length,
    }))
    .sort((a, b) => Number(b.is_online) - Number(a.is_online) || a.agent.name.localeCompare(b.agent.name));
};
