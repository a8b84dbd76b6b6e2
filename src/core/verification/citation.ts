import type { Evidence, EvidenceRelation, Passage } from '../../schema/index.js';

/** A passage as a verdict cites it. */
export const evidenceOf = (passage: Passage, relation: EvidenceRelation): Evidence => ({
  relation,
  source: passage.source,
  section: passage.section,
  quote: passage.quote,
  start_char: passage.start_char,
  end_char: passage.end_char,
  lang: passage.lang,
  version: passage.version,
  effective_from: passage.effective_from,
  effective_to: passage.effective_to,
  row: passage.row,
});
