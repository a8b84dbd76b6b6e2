import type { Passage } from '../../schema/index.js';
import { sectionId } from '../indexing/index.js';
import type { KnowledgeIndex } from './knowledge-index.js';
import type { IndexedPassage } from './stored-passages.js';

/**
 * The other passages that are read together with one: those of its block, then those of its section, in reading order.
 * Of a knowledge table, whose section is the whole file, only rows that share a key cell. Empty for caller evidence.
 */
export function neighbours(index: KnowledgeIndex, passage: Passage): IndexedPassage[] {
  const block = index.blocks.get(passage.block_id) ?? [];
  const section = index.sections.get(sectionId(passage)) ?? [];
  const ordinals = new Set([...block, ...section]);
  const entries: IndexedPassage[] = [];
  for (const ordinal of ordinals) {
    const entry = index.entries[ordinal];
    if (entry === undefined || entry.passage.id === passage.id) continue;
    if (passage.row === null || entry.passage.row === null || sharesKey(passage, entry.passage))
      entries.push(entry);
  }
  return entries;
}

function sharesKey(one: Passage, other: Passage): boolean {
  const cells = other.row?.cells ?? [];
  return (one.row?.cells ?? []).some(
    (cell) => cell.is_key && cells.some((each) => each.column === cell.column && each.value === cell.value),
  );
}
