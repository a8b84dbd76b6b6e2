/** Where a text stops being JSON: 1-based line and column, and the offset in characters. */
export interface JsonErrorPosition {
  offset: number;
  line: number;
  column: number;
}

const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const QUOTE = 34;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;
const SPACE = /[ \t\n\r]*/y;

/**
 * The first place at which `text` is not JSON, or null if it is. Runtimes word their errors differently and some quote
 * the text, so the position is found here; the walk keeps its own stack and nests as deep as the text does.
 */
export const findJsonError = (text: string): JsonErrorPosition | null => {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return false;
    at += found[0].length;
    return true;
  };
  const takeString = (): boolean => {
    const end = stringEnd(text, at);
    if (end === null) return false;
    at = end;
    return true;
  };
  const stack: ('}' | ']')[] = [];
  let expects: 'value' | 'key' | 'separator' = 'value';
  let mayClose = false;
  for (;;) {
    take(SPACE);
    const char = text[at];
    if (expects === 'separator') {
      const close = stack.at(-1);
      if (close === undefined) return at === text.length ? null : positionOf(text, at);
      if (char === close) {
        stack.pop();
        at += 1;
      } else if (char === ',') {
        at += 1;
        expects = close === '}' ? 'key' : 'value';
        mayClose = false;
      } else return positionOf(text, at);
    } else if (mayClose && char !== undefined && char === stack.at(-1)) {
      stack.pop();
      at += 1;
      expects = 'separator';
      mayClose = false;
    } else if (expects === 'key') {
      if (!takeString()) return positionOf(text, at);
      take(SPACE);
      if (text[at] !== ':') return positionOf(text, at);
      at += 1;
      expects = 'value';
      mayClose = false;
    } else if (char === '{' || char === '[') {
      stack.push(char === '{' ? '}' : ']');
      at += 1;
      expects = char === '{' ? 'key' : 'value';
      mayClose = true;
    } else if (takeString() || take(LITERAL)) {
      expects = 'separator';
      mayClose = false;
    } else return positionOf(text, at);
  }
};

/** Where the string that begins at `from` ends (exclusive), or null if there is none. */
const stringEnd = (text: string, from: number): number | null => {
  if (text[from] !== '"') return null;
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < FIRST_PRINTABLE) return null;
    if (code === BACKSLASH) {
      ESCAPE.lastIndex = at;
      const escaped = ESCAPE.exec(text)?.[0];
      if (escaped === undefined) return null;
      at += escaped.length - 1;
    }
  }
  return null;
};

const positionOf = (text: string, offset: number): JsonErrorPosition => {
  const before = text.slice(0, offset);
  return { offset, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
};
