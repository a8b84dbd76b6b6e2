/** Deepest nesting of JSON that is read: requests and replies of bots have under 20 levels. */
export const JSON_DEPTH_MAX = 100;

const QUOTE = 34;
const BACKSLASH = 92;
const OPENING = new Set([91, 123]);
const CLOSING = new Set([93, 125]);

/**
 * Whether a JSON text nests deeper than `JSON_DEPTH_MAX`. Looked at before the text is parsed: what walks the value
 * afterwards (writing it, comparing it, copying it) takes a frame of the stack for each level.
 */
export const isNestedTooDeep = (text: string): boolean => {
  if (text.length <= JSON_DEPTH_MAX) return false;
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (OPENING.has(code)) {
      depth += 1;
      if (depth > JSON_DEPTH_MAX) return true;
    } else if (CLOSING.has(code)) depth -= 1;
  }
  return false;
};
