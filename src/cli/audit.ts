import type { Storage } from '../adapters/storage/index.js';
import {
  type AuditCrypto,
  type ChainHead,
  type ChainReport,
  chainLinks,
  verifyChain,
} from '../core/audit/index.js';
import { GroundingError } from '../core/errors.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

/** Entries between two lines of progress. */
const PROGRESS_ENTRIES = 10_000;

/** Problems printed in full; more are counted. */
const PROBLEMS_SHOWN = 50;

export interface AuditContext {
  storage: Pick<Storage, 'audit'>;
  sha256Hex: AuditCrypto['sha256Hex'];
  out: Out;
  /** Where progress goes (standard error, on a terminal); none when absent. */
  progress?: Out;
}

/**
 * `plumbline audit verify`: follows every chain, or one tenant's, and says what is wrong with which record.
 * `expect` is a head noted earlier ("SEQ:HASH"), for one tenant. Exit code 0: intact, 1: broken.
 * @throws {GroundingError} request-invalid for an unknown tenant, or an `expect` that is none.
 */
export async function auditVerify(
  context: AuditContext,
  options: { tenant?: string; expect?: string; json?: boolean },
): Promise<ExitCode> {
  const { storage, out, progress, sha256Hex } = context;
  const tenants = await chosenTenants(context, options.tenant);
  const expected = options.expect === undefined ? null : headOf(options.expect, options.tenant);
  const reports: ChainReport[] = [];
  for (const tenant of tenants) {
    const report = await verifyChain(tenant, chainLinks(storage.audit, tenant), {
      sha256Hex,
      ...(expected && { expected }),
      onEntry: (read) => read % PROGRESS_ENTRIES === 0 && progress?.(`${tenant}: ${read} entries read …`),
    });
    reports.push(report);
  }
  const isIntact = reports.every(({ problems }) => problems.length === 0);
  if (options.json === true) out(JSON.stringify({ intact: isIntact, tenants: reports }, null, 2));
  else print(reports, out);
  return isIntact ? EXIT.done : EXIT.no;
}

/**
 * `plumbline audit export`: one JSON line per entry, `{entry, texts}`, in the order of the chains: what an auditor
 * needs to verify them without this program.
 * @throws {GroundingError} request-invalid for an unknown tenant.
 */
export async function auditExport(context: AuditContext, options: { tenant?: string }): Promise<ExitCode> {
  for (const tenant of await chosenTenants(context, options.tenant)) {
    let written = 0;
    for await (const { entry, texts } of chainLinks(context.storage.audit, tenant)) {
      context.out(JSON.stringify({ entry, texts }));
      written += 1;
      if (written % PROGRESS_ENTRIES === 0) context.progress?.(`${tenant}: ${written} entries written …`);
    }
  }
  return EXIT.done;
}

async function chosenTenants({ storage }: AuditContext, tenant: string | undefined): Promise<string[]> {
  const known = await storage.audit.tenants();
  if (tenant === undefined) return known;
  if (known.includes(tenant)) return [tenant];
  const words =
    known.length === 0 ? 'There are no records yet' : `Those with records are: ${known.join(', ')}`;
  throw new GroundingError('request-invalid', {
    detail: `There is no record of tenant "${tenant}". ${words}.`,
  });
}

function headOf(noted: string, tenant: string | undefined): ChainHead {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(noted) ?? [];
  if (seq === undefined || hash === undefined) {
    const detail = `--expect takes a head as printed by an earlier verification, SEQ:HASH; "${noted}" is none.`;
    throw new GroundingError('request-invalid', { detail });
  }
  if (tenant === undefined) {
    throw new GroundingError('request-invalid', {
      detail: '--expect needs --tenant: a head is one tenant’s.',
    });
  }
  return { seq: Number(seq), hash };
}

function print(reports: readonly ChainReport[], out: Out): void {
  if (reports.length === 0) out('There are no audit records yet.');
  for (const { tenant, entries, records, texts, head, unfinished, problems } of reports) {
    const state = problems.length === 0 ? 'intact' : `BROKEN, ${counted(problems.length, 'problem')}`;
    out(`${tenant}: ${state}. ${counted(entries, 'entry')} of ${counted(records, 'record')} read.`);
    for (const { seq, record_id, message } of problems.slice(0, PROBLEMS_SHOWN)) {
      out(`  entry ${seq}${record_id === null ? '' : `, record ${record_id}`}: ${message}`);
    }
    if (problems.length > PROBLEMS_SHOWN) out(`  … and ${problems.length - PROBLEMS_SHOWN} more.`);
    out(`  texts: ${texts.intact} intact, ${texts.erased} erased on request.`);
    if (unfinished.length > 0) {
      out(`  opened and not ended (a stream under way, or cut off): ${unfinished.slice(0, 5).join(', ')}`);
    }
    if (head !== null)
      out(`  head: ${head.seq}:${head.hash}  (note it elsewhere; --expect compares it later)`);
  }
}

function counted(count: number, noun: string): string {
  const plural = noun === 'entry' ? 'entries' : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}
