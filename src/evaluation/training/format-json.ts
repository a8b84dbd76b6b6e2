const LINE_CHARS_MAX = 110;
const INDENT = 2;

/**
 * JSON as the formatter of this repository writes it, so that a trained file reads well and changes line by line: what
 * fits on a line stands on one, arrays of numbers fill their lines.
 */
export const formatJson = (value: unknown): string => `${formatted(value, 0, 0)}\n`;

/** `before`: characters that the line already has, `after`: 1 where a comma follows. */
const formatted = (value: unknown, depth: number, before: number, after = 0): string => {
  const line = onOneLine(value);
  if (before + line.length + after <= LINE_CHARS_MAX || typeof value !== 'object' || value === null)
    return line;
  const inner = ' '.repeat((depth + 1) * INDENT);
  const outer = ' '.repeat(depth * INDENT);
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (items.every((item) => typeof item === 'number'))
      return `[\n${filled(items.map(String), inner)}\n${outer}]`;
    return `[\n${items
      .map((item, i) => inner + formatted(item, depth + 1, inner.length, i < items.length - 1 ? 1 : 0))
      .join(',\n')}\n${outer}]`;
  }
  const entries = Object.entries(value);
  return `{\n${entries
    .map(([key, item], i) => {
      const start = `${inner}${JSON.stringify(key)}: `;
      return start + formatted(item, depth + 1, start.length, i < entries.length - 1 ? 1 : 0);
    })
    .join(',\n')}\n${outer}}`;
};

const onOneLine = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${onOneLine(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
};

const filled = (items: readonly string[], indent: string): string => {
  const lines: string[] = [];
  let line = indent;
  items.forEach((item, i) => {
    const text = i < items.length - 1 ? `${item},` : item;
    const needed = line === indent ? text : ` ${text}`;
    if (line !== indent && line.length + needed.length > LINE_CHARS_MAX) {
      lines.push(line);
      line = indent + text;
    } else line += needed;
  });
  return [...lines, line].join('\n');
};
