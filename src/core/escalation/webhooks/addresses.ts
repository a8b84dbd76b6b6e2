/** Address of a case at the desk; null where `handoff.public_url` does not say how people reach us. */
export const caseUrl = (publicUrl: string | null, handoffId: string): string | null =>
  addressOf(publicUrl, `/console/desk/${encodeURIComponent(handoffId)}`);

/** Address of an audit record. */
export const recordUrl = (publicUrl: string | null, recordId: string): string | null =>
  addressOf(publicUrl, `/api/records/${encodeURIComponent(recordId)}`);

const addressOf = (publicUrl: string | null, path: string): string | null =>
  publicUrl === null ? null : `${publicUrl.replace(/\/+$/, '')}${path}`;
