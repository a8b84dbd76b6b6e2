import type { Passage } from '../../schema/index.js';
import { sectionId } from '../indexing/index.js';
import type { KnowledgeIndex } from './knowledge-index.js';
import type { IndexedPassage } from './stored-passages.js';

/**
 * The other passages that are read together with one: those of its block, then those of its section, in reading order.
 * Of a knowledge table, whose section is the whole file, only rows that share a key cell. Empty for caller evidence. One by one,
 * since some documents are one section of a thousand passages.
 */
export function* neighbours(index: KnowledgeIndex, passage: Passage): Generator<IndexedPassage, void> {
  const block = index.blocks.get(passage.block_id) ?? [];
  const section = index.sections.get(sectionId(passage)) ?? [];
  for (const ordinals of [block, section])
    for (const ordinal of ordinals) {
      const entry = index.entries[ordinal];
      if (entry === undefined || entry.passage.id === passage.id) continue;
      if (ordinals === section && entry.passage.block_id === passage.block_id) continue;
      if (passage.row === null || entry.passage.row === null || sharesKey(passage, entry.passage))
        yield entry;
    }
}

/** The ordinal of the sentence before a passage, in its paragraph; null for the first one and for caller evidence. */
export function sentenceBefore({ blocks, snapshot }: KnowledgeIndex, passage: Passage): number | null {
  const isBefore = (ordinal: number): boolean => {
    const other = snapshot.passages[ordinal];
    return other !== undefined && other.start_char < passage.start_char;
  };
  return blocks.get(passage.block_id)?.findLast(isBefore) ?? null;
}

function sharesKey(one: Passage, other: Passage): boolean {
  const cells = other.row?.cells ?? [];
  return (one.row?.cells ?? []).some(
    (cell) => cell.is_key && cells.some((each) => each.column === cell.column && each.value === cell.value),
  );
}
