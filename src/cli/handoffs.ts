import type { Storage } from '../adapters/storage/index.js';
import { verifyHandoffs } from '../core/escalation/index.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

/** Problems printed in full; more are counted. */
const PROBLEMS_SHOWN = 50;

/**
 * `plumbline handoffs verify`: holds handoffs, their events and their conversations against each other. Exit code 0:
 * they agree, 1: they don't. Meant for a store at rest, after a restore for instance.
 */
export async function handoffsVerify(
  { storage, out }: { storage: Pick<Storage, 'audit' | 'handoffs'>; out: Out },
  options: { tenant?: string; json?: boolean },
): Promise<ExitCode> {
  const tenants = options.tenant === undefined ? await storage.audit.tenants() : [options.tenant];
  const reports = [];
  for (const tenant of tenants) {
    reports.push({ tenant, ...(await verifyHandoffs(storage.handoffs, tenant)) });
  }
  const agrees = reports.every(({ problems }) => problems.length === 0);
  if (options.json === true) {
    out(JSON.stringify({ agrees, tenants: reports }, null, 2));
    return agrees ? EXIT.done : EXIT.no;
  }
  if (reports.length === 0) out('There are no records yet, so no handoffs either.');
  for (const { tenant, handoffs, events, conversations, problems } of reports) {
    const state = problems.length === 0 ? 'all agree' : `PROBLEMS: ${problems.length}`;
    out(`${tenant}: handoffs ${handoffs}, events ${events}, conversations ${conversations}; ${state}.`);
    for (const problem of problems.slice(0, PROBLEMS_SHOWN)) out(`  ${problem}`);
    if (problems.length > PROBLEMS_SHOWN) out(`  … and ${problems.length - PROBLEMS_SHOWN} more.`);
  }
  return agrees ? EXIT.done : EXIT.no;
}
