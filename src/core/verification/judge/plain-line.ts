/** Characters that are not seen, or that no text should hold: controls, zero-width and bidirectional marks, tags, private ones. */
const UNSEEN = /[\p{C}\u115f\u1160\u3164\uffa0]|\p{Variation_Selector}/gu;

const LOOKALIKES: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '[': '(', ']': ')', '`': '’' };

/** A text on one line, without characters that nobody sees. */
export const seenLine = (text: string): string =>
  text.replace(/\s+/gu, ' ').replace(UNSEEN, '').replace(/\s+/gu, ' ').trim();

/**
 * A text as a prompt shows it: one line, without unseen characters, and without the marks that a prompt is built of. A
 * line of a prompt that begins with a label is therefore the prompt's own, whatever the texts say.
 */
export const plainLine = (text: string): string =>
  seenLine(text).replace(/[<>[\]`]/g, (mark) => LOOKALIKES[mark] ?? mark);

/** The same, shortened to `charsMax` characters; what is left out is shown as "…". */
export const clippedLine = (text: string, charsMax: number): string => {
  const line = plainLine(text);
  return line.length <= charsMax
    ? line
    : `${line
        .slice(0, charsMax)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()} …`;
};
