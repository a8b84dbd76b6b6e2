import type { EvidenceItem, EvidenceSection } from '../../core/verification/judge/index.js';
import type { GraderLimits } from './grader-service.js';

/** A section as one text: its heading, then its pieces, one a line. */
export const sectionText = ({ heading, items }: EvidenceSection): string =>
  [...(heading === null ? [] : [heading]), ...items.map(({ text }) => text)].join('\n');

/**
 * Sections in windows that a service takes, in order. A section that fits no window is split between its pieces, its
 * heading above each part; a piece that fits none by itself is left out: half a rule is none.
 */
export const windowSections = (
  sections: readonly EvidenceSection[],
  {
    window_chars,
    pieces = Number.POSITIVE_INFINITY,
    piece_chars = Number.POSITIVE_INFINITY,
  }: Pick<GraderLimits, 'window_chars' | 'pieces' | 'piece_chars'>,
): EvidenceSection[][] => {
  const windows: EvidenceSection[][] = [];
  let open: EvidenceSection[] = [];
  let room = { chars: window_chars, pieces };
  const close = (): void => {
    if (open.length > 0) windows.push(open);
    open = [];
    room = { chars: window_chars, pieces };
  };
  const fits = (section: EvidenceSection): boolean =>
    sizeOf(section) <= room.chars && section.items.length <= room.pieces;
  const add = (section: EvidenceSection): void => {
    open.push(section);
    room = { chars: room.chars - sizeOf(section), pieces: room.pieces - section.items.length };
  };
  for (const whole of sections) {
    const section = { ...whole, items: whole.items.filter(({ text }) => text.length <= piece_chars) };
    if (section.items.length === 0) continue;
    if (!fits(section)) close();
    if (fits(section)) {
      add(section);
      continue;
    }
    let part: EvidenceItem[] = [];
    for (const item of section.items) {
      if (part.length > 0 && !fits({ ...section, items: [...part, item] })) {
        add({ ...section, items: part });
        close();
        part = [];
      }
      if (fits({ ...section, items: [...part, item] })) part.push(item);
    }
    if (part.length > 0) add({ ...section, items: part });
  }
  close();
  return windows;
};

/** With the blank line that parts it from the next. */
const sizeOf = (section: EvidenceSection): number => sectionText(section).length + 2;
