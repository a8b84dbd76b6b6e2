import type { PhrasingContent, Text } from 'mdast';

/** Characters that may mark something up beside bold and code, entities, and what becomes a link by itself. */
const MARKUP = /[\\_[\]<>|~\t]|&[#a-z]|:\/\/|www\.|@/i;
/**
 * Code of one line, and bold that begins with a letter or digit and stands apart from the words around it: stars there can only
 * open at its beginning and only close at its end.
 */
const MARKED =
  /(?<!`)`([^\s`*](?:[^\n`*]*[^\s`*])?)`(?!`)|(?<=^|[\s(])\*\*(?=[\p{L}\p{N}])([^*`]*(?:[\p{L}\p{N}](?=\*\*(?:$|[\s.,;:!?)]))|[.:!?)](?=\*\*(?:$|\s))))\*\*/gu;

export const positionOf = (from: number, to: number) => ({
  start: { line: 1, column: 1, offset: from },
  end: { line: 1, column: 1, offset: to },
});

const textOf = (value: string, from: number): Text => ({
  type: 'text',
  value,
  position: positionOf(from, from + value.length),
});

/** What the lines of a paragraph, heading or cell say, from offset `from` on; null where it needs the parser. */
export function plainInline(text: string, from: number): PhrasingContent[] | null {
  if (MARKUP.test(text)) return null;
  if (!/[*`]/.test(text)) return text === '' ? [] : [textOf(text, from)];
  const found: PhrasingContent[] = [];
  let at = 0;
  const addText = (to: number): boolean => {
    const value = text.slice(at, to);
    if (value !== '') found.push(textOf(value, from + at));
    return !/[*`]/.test(value);
  };
  for (const { 0: marked, 1: code, 2: bold = '', index } of text.matchAll(MARKED)) {
    if (!addText(index)) return null;
    at = index + marked.length;
    const position = positionOf(from + index, from + at);
    found.push(
      code === undefined
        ? { type: 'strong', children: [textOf(bold, from + index + 2)], position }
        : { type: 'inlineCode', value: code, position },
    );
  }
  return addText(text.length) ? found : null;
}
