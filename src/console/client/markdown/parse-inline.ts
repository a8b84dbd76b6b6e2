import type { Inline } from './tree.js';

const ESCAPABLE = /[\\`*_{}[\]()#+\-.!|<>~]/;
const WORD = /[\p{L}\p{N}]/u;

/**
 * Reads bold, italics, code, links and line breaks of `source` between two offsets. What does not close stays text,
 * so that every visible character keeps its place in the source.
 */
export const parseInline = (source: string, start: number, end: number): Inline[] => {
  const nodes: Inline[] = [];
  let from = start;
  let at = start;
  const flush = (until: number): void => {
    if (until > from) nodes.push({ type: 'text', start: from, end: until });
  };
  while (at < end) {
    const found = readMark(source, at, start, end);
    if (found === null) {
      at += 1;
      continue;
    }
    flush(at);
    if (found.node !== null) nodes.push(found.node);
    from = found.from;
    at = found.next;
  }
  flush(end);
  return nodes;
};

/** A mark at `at`: its node, where plain text starts again, and where reading goes on. */
interface FoundMark {
  node: Inline | null;
  from: number;
  next: number;
}

const readMark = (source: string, at: number, start: number, end: number): FoundMark | null => {
  const char = source.charAt(at);
  switch (char) {
    case '\\':
      return at + 1 < end && ESCAPABLE.test(source.charAt(at + 1))
        ? { node: null, from: at + 1, next: at + 2 }
        : null;
    case '\n':
      return { node: { type: 'break' }, from: at + 1, next: at + 1 };
    case '`':
      return readCode(source, at, end);
    case '[':
      return readLink(source, at, end);
    case '*':
    case '_':
      return readEmphasis(source, at, start, end);
    default:
      return null;
  }
};

const readCode = (source: string, at: number, end: number): FoundMark | null => {
  const close = source.indexOf('`', at + 1);
  if (close === -1 || close >= end || close === at + 1) return null;
  return {
    node: { type: 'code', children: [{ type: 'text', start: at + 1, end: close }] },
    from: close + 1,
    next: close + 1,
  };
};

const readLink = (source: string, at: number, end: number): FoundMark | null => {
  const middle = source.indexOf('](', at);
  if (middle === -1 || middle >= end) return null;
  const close = source.indexOf(')', middle);
  if (close === -1 || close >= end) return null;
  if (source.slice(at + 1, middle).includes('[') || /\s/.test(source.slice(middle, close))) return null;
  return {
    node: {
      type: 'link',
      children: [...parseInline(source, at + 1, middle), { type: 'address', start: middle + 2, end: close }],
    },
    from: close + 1,
    next: close + 1,
  };
};

const readEmphasis = (source: string, at: number, start: number, end: number): FoundMark | null => {
  const char = source.charAt(at);
  const width = source.charAt(at + 1) === char ? 2 : 1;
  const inner = at + width;
  if (inner >= end || /\s/.test(source.charAt(inner))) return null;
  if (char === '_' && at > start && WORD.test(source.charAt(at - 1))) return null;
  const close = findClose(source, { char, width, from: inner, end });
  if (close === -1) return null;
  return {
    node: { type: width === 2 ? 'strong' : 'emphasis', children: parseInline(source, inner, close) },
    from: close + width,
    next: close + width,
  };
};

const findClose = (
  source: string,
  mark: { char: string; width: number; from: number; end: number },
): number => {
  const delimiter = mark.char.repeat(mark.width);
  for (let at = mark.from + 1; at + mark.width <= mark.end; at += 1) {
    if (!source.startsWith(delimiter, at) || /\s/.test(source.charAt(at - 1))) continue;
    // A single mark does not close inside a double one.
    if (mark.width === 1 && at + 1 < mark.end && source.charAt(at + 1) === mark.char) {
      at += 1;
      continue;
    }
    // Of three marks in a row the inner one closes what was opened last.
    if (mark.width === 2 && at + 2 < mark.end && source.charAt(at + 2) === mark.char) continue;
    if (mark.char === '_' && WORD.test(source.charAt(at + mark.width))) continue;
    return at;
  }
  return -1;
};
