/** Same length as `text`: apostrophes straight, every white space a blank, so that word patterns stay simple. */
export const folded = (text: string): string => text.replace(/[’‘ʼ]/g, "'").replace(/[^\S ]/g, ' ');

/** A half-open range of a segment's text. */
export interface Range {
  start: number;
  end: number;
}
