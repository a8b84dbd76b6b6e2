import type { Nodes, PhrasingContent } from 'mdast';
import { addressOf, type LinkDefinitions } from './link-addresses.js';

/** Text without markup, and where each of its characters stands in the source. */
export interface InlineText {
  text: string;
  /** The source range of a range of `text`, with markup that begins or ends exactly there. */
  range(startChar: number, endChar: number): { start_char: number; end_char: number };
  /** Where the links of a range of `text` lead that the text does not say. */
  links(startChar: number, endChar: number): string[];
}

interface Wrapper {
  textStart: number;
  textEnd: number;
  sourceStart: number;
  sourceEnd: number;
  address: string | null;
}

export function sourceStart(node: Nodes): number {
  return node.position?.start.offset ?? 0;
}

export function sourceEnd(node: Nodes): number {
  return node.position?.end.offset ?? 0;
}

/** Joins inline nodes to plain text: bold, links and code lose their marks, images keep their description. */
export function readInline(
  nodes: readonly PhrasingContent[],
  source: string,
  definitions: LinkDefinitions = new Map(),
): InlineText {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  const wrappers: Wrapper[] = [];

  const append = (value: string, from: number, to: number) => {
    const isLiteral = source.slice(from, to) === value;
    for (let i = 0; i < value.length; i += 1) {
      starts.push(isLiteral ? from + i : from);
      ends.push(isLiteral ? from + i + 1 : to);
    }
    // Line ends inside a paragraph, and the marks of a quotation after them, read as one space.
    text += value.replace(/\s/gu, ' ');
  };

  /** A text node whose value differs from its source (escapes, entities, line prefixes): aligned piece by piece. */
  const appendAligned = (value: string, from: number, to: number) => {
    if (source.slice(from, to) === value) return append(value, from, to);
    let at = from;
    for (const piece of value.split(/(?<=[\s\\&])|(?=[\s\\&])/u)) {
      const found = source.indexOf(piece, at);
      if (found === -1 || found + piece.length > to) append(piece, Math.min(at, to), to);
      else {
        append(piece, found, found + piece.length);
        at = found + piece.length;
      }
    }
  };

  const visit = (node: PhrasingContent) => {
    const [from, to, textStart] = [sourceStart(node), sourceEnd(node), text.length];
    switch (node.type) {
      case 'text':
        appendAligned(node.value, from, to);
        return;
      case 'inlineCode': {
        const at = source.indexOf(node.value, from);
        append(node.value, at === -1 ? from : at, at === -1 ? to : at + node.value.length);
        break;
      }
      case 'break':
        append(' ', from, to);
        return;
      case 'image':
      case 'imageReference':
        append(node.alt ?? '', from, to);
        break;
      case 'html':
        if (/^<br\b/i.test(node.value)) append(' ', from, to);
        return;
      case 'footnoteReference':
        return;
      case 'strong':
      case 'emphasis':
      case 'delete':
      case 'link':
      case 'linkReference':
        for (const child of node.children) visit(child);
        break;
      default:
        return;
    }
    const address = addressOf(node, text.slice(textStart), definitions);
    wrappers.push({ textStart, textEnd: text.length, sourceStart: from, sourceEnd: to, address });
  };
  for (const node of nodes) visit(node);

  return {
    text,
    range(startChar, endChar) {
      let start = starts[startChar] ?? 0;
      let end = ends[endChar - 1] ?? start;
      for (const wrapper of wrappers) {
        if (wrapper.textStart === startChar && wrapper.textEnd <= endChar)
          start = Math.min(start, wrapper.sourceStart);
        if (wrapper.textEnd === endChar && wrapper.textStart >= startChar)
          end = Math.max(end, wrapper.sourceEnd);
      }
      return { start_char: start, end_char: end };
    },
    links(startChar, endChar) {
      const own = wrappers.flatMap(({ textStart, textEnd, address }) =>
        address !== null && textStart < endChar && Math.max(textEnd, textStart + 1) > startChar
          ? [address]
          : [],
      );
      return [...new Set(own)];
    },
  };
}
