import type { Metrics } from '../core/ports.js';
import { lruVerdictCache, type VerdictCache } from '../core/verification/index.js';
import type { Config } from '../schema/index.js';

/** The cache of verdicts of a configuration, its look-ups counted; none with 0 entries. */
export const configuredCache = (config: Config, metrics: Metrics): { verdicts?: VerdictCache } => {
  const { cache_entries } = config.verification;
  if (cache_entries === 0) return {};
  const onLookup = (isHit: boolean): void =>
    metrics.count('verdict_cache_lookups_total', { result: isHit ? 'hit' : 'miss' });
  return { verdicts: lruVerdictCache(cache_entries, onLookup) };
};
