import type { Config, HandoffConfig } from '../../../schema/index.js';
import { type Staffing, staffing } from './staffing.js';

/** The configured hours, in their time zone or the operator's. */
export const configuredStaffing = ({
  handoff,
  timezone,
}: Pick<Config, 'timezone'> & { handoff: Pick<HandoffConfig, 'hours'> }): Staffing =>
  staffing(handoff.hours ?? null, timezone);

/** When a case that begins to wait at a moment expires; null: never. */
export const expiresAt = (
  { expires_after_min }: Pick<HandoffConfig, 'expires_after_min'>,
  hours: Staffing,
  atMs: number,
): number | null =>
  expires_after_min === null ? null : hours.afterStaffed(atMs, expires_after_min * 60_000);

/** Until when a case that began to wait at a moment should be claimed; null if people are not there for that long. */
export const serviceLevelAt = (
  { service_level_s }: Pick<HandoffConfig, 'service_level_s'>,
  hours: Staffing,
  createdAtMs: number,
): number | null => hours.afterStaffed(createdAtMs, service_level_s * 1_000);
