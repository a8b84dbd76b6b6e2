import type { Clock } from '../../core/ports.js';

/** Tokens of each tenant in a UTC day, in this process. */
export interface TokenBudget {
  /** Whether the tenant has tokens left; what a call takes is known only afterwards. */
  hasLeft(tenant: string): boolean;
  spend(tenant: string, tokens: number): void;
}

const DAY_MS = 86_400_000;

export const tokenBudget = (tokensPerDay: number | null, clock: Clock): TokenBudget => {
  let day = -1;
  const spent = new Map<string, number>();
  const today = (): Map<string, number> => {
    const now = Math.floor(clock.nowMs() / DAY_MS);
    if (now !== day) spent.clear();
    day = now;
    return spent;
  };
  return {
    hasLeft: (tenant) => tokensPerDay === null || (today().get(tenant) ?? 0) < tokensPerDay,
    spend: (tenant, tokens) => {
      if (tokensPerDay !== null) today().set(tenant, (today().get(tenant) ?? 0) + tokens);
    },
  };
};
