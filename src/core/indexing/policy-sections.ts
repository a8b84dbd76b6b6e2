import type { Passage } from '../../schema/index.js';
import { contentHash } from './content-hash.js';

/** The passages under the same headings of one document, in reading order. */
export interface PolicySection {
  source: string;
  heading_path: string[];
  passages: Passage[];
}

/** Names the section of a passage. */
export const sectionId = ({
  source,
  heading_path,
}: {
  source: string;
  heading_path: readonly string[];
}): string => [source, ...heading_path].join('\u0000');

/** The sections of passages as they were read, before any correction, in reading order. */
export const policySections = (passages: readonly Passage[]): PolicySection[] => {
  const sections = new Map<string, PolicySection>();
  for (const passage of passages) {
    const id = sectionId(passage);
    const known = sections.get(id);
    if (known !== undefined) known.passages.push(passage);
    else
      sections.set(id, { source: passage.source, heading_path: passage.heading_path, passages: [passage] });
  }
  return [...sections.values()];
};

/** White space may differ: a sentence that is wrapped in the file is still the same sentence. */
export const unwrapped = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** Digest of a section's headings and text as "sha256:hex"; a line that is wrapped anew changes nothing. */
export const sectionDigest = async ({ heading_path, passages }: PolicySection): Promise<string> =>
  await contentHash(
    JSON.stringify([
      heading_path,
      passages.map(({ quote, lead_in, text, row }) => [
        unwrapped(quote),
        lead_in === null ? null : unwrapped(lead_in),
        row === null ? null : text,
      ]),
    ]),
  );
