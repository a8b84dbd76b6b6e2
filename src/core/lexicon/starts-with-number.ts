const NUMBER = /^\p{N}/u;

/** Whether a text begins with a digit of any script; asked of every word, so that plain letters need no pattern. */
export function startsWithNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  return first < 128 ? first >= 48 && first <= 57 : NUMBER.test(text);
}
