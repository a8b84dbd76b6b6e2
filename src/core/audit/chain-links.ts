import type { AuditLog } from '../ports.js';
import type { ChainLink } from './verify-chain.js';

const PAGE_ENTRIES = 500;

/** A tenant's chain from its first entry, with the texts kept for each, read page by page. */
export async function* chainLinks(
  log: Pick<AuditLog, 'entries' | 'texts'>,
  tenant: string,
): AsyncGenerator<ChainLink> {
  let afterSeq = 0;
  for (;;) {
    const page = await log.entries(tenant, afterSeq, PAGE_ENTRIES);
    for (const entry of page) yield { entry, texts: await log.texts(tenant, entry) };
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ENTRIES) return;
    afterSeq = last.seq;
  }
}
