/** A string of a JSON text that holds words of a language, and where it stands. */
export interface JsonLeaf {
  text: string;
  /** Offsets in the JSON text of each character of `text`, and of its closing quote. */
  offsets: readonly number[];
}

const QUOTE = '"';
/** What makes a string a key. */
const NEXT_COLON = /[ \t\n\r]*:/y;
const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The string that begins after the quote at `at`; `json` is valid JSON. */
const readString = (json: string, at: number): JsonLeaf & { end: number } => {
  let text = '';
  const offsets: number[] = [];
  let from = at + 1;
  while (json[from] !== QUOTE) {
    offsets.push(from);
    const char = json[from] ?? '';
    if (char !== '\\') {
      text += char;
      from += 1;
      continue;
    }
    const escaped = json[from + 1] ?? '';
    const isUnicode = escaped === 'u';
    text += isUnicode
      ? String.fromCharCode(Number.parseInt(json.slice(from + 2, from + 6), 16))
      : (ESCAPES[escaped] ?? escaped);
    from += isUnicode ? 6 : 2;
  }
  return { text, offsets: [...offsets, from], end: from + 1 };
};

/** Words that are claims by themselves: an answer of yes or no. */
const ANSWER_WORD = /^(?:yes|no|oui|non)[.!]?$/i;
const CONTACT = /:\/\/|\S@\S|\d{3}[\s.-]\d{3,4}/;

/**
 * Whether a string says something to people: several words, a yes or no, or a contact. Single words are names of
 * states and kinds ("approved", "en-CA"), which programs read.
 */
const isLanguage = (text: string): boolean =>
  (/\p{L}/u.test(text) && /\S\s+\S/.test(text)) || ANSWER_WORD.test(text.trim()) || CONTACT.test(text);

/** The strings of a JSON text that people read, in order, keys left out; null if it is no JSON. */
export const languageLeaves = (json: string): JsonLeaf[] | null => {
  try {
    JSON.parse(json);
  } catch {
    return null;
  }
  const leaves: JsonLeaf[] = [];
  let at = json.indexOf(QUOTE);
  while (at !== -1) {
    const { text, offsets, end } = readString(json, at);
    NEXT_COLON.lastIndex = end;
    if (!NEXT_COLON.test(json) && isLanguage(text)) leaves.push({ text, offsets });
    at = json.indexOf(QUOTE, end);
  }
  return leaves;
};
