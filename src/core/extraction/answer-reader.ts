import type { Claim, ClaimContext, Language } from '../../schema/index.js';
import { divide } from './divide.js';
import { folded, type Range } from './folded.js';
import { checkablePart, openingLength, smallTalkOf, subjectOf } from './judge-clause.js';
import type { Segment } from './segment.js';
import { trimRange } from './trim-range.js';
import { WORD_PATTERNS, type WordPatterns } from './word-patterns.js';

const ANTECEDENTS_MAX = 2;
const HEADINGS_MAX = 6;

/** Reads the segments of one answer, in order. */
export interface AnswerReader {
  /** Claims of the segment, in order and without overlap; spans are those of the whole answer. */
  read(segment: Segment): Claim[];
}

/** What the answer answers. */
export interface AnswerReaderInput {
  question: string | null;
  premises: readonly string[];
  lang: Language;
}

/**
 * Finds the checkable statements of an answer segment by segment. What stands before a statement and completes it is
 * its context; nothing that comes later changes a claim, so that streamed and whole answers are read alike.
 * In `lead_ins` come the headings, then the lead-in of the list or table, then the header cells of the table.
 */
export function createAnswerReader(input: AnswerReaderInput): AnswerReader {
  return new Reader(input);
}

class Reader implements AnswerReader {
  readonly #input: AnswerReaderInput;
  readonly #patterns: WordPatterns;
  #headings: { level: number; text: string }[] = [];
  #leadIn: string | null = null;
  #headerCells: string[] = [];
  #antecedents: string[] = [];
  #itemAntecedents: string[] = [];

  constructor(input: AnswerReaderInput) {
    this.#input = input;
    this.#patterns = WORD_PATTERNS[input.lang];
  }

  read(segment: Segment): Claim[] {
    switch (segment.kind) {
      case 'blank':
        return [];
      case 'heading':
        return this.#readHeading(segment);
      case 'table_header':
        this.#headerCells = cellsOf(segment.text.trimStart().split('\n', 1)[0] ?? '');
        return [];
      case 'table_row':
        return this.#readRow(segment);
      case 'code':
        return this.#readCode(segment);
      case 'list_item':
        if (isNewItem(segment.text)) this.#itemAntecedents = [];
        return this.#readItem(segment);
      case 'sentence':
        return this.#readSentence(segment);
      default:
        return segment.kind satisfies never;
    }
  }

  #readSentence(segment: Segment): Claim[] {
    this.#headerCells = [];
    const leadIns = this.#leadIns();
    const range = trimRange(segment.text, { start: 0, end: segment.text.length });
    if (/:[\s*_]*$/u.test(segment.text)) {
      this.#leadIn = segment.text.slice(range.start, range.end);
      return this.#isMereLeadIn(this.#leadIn)
        ? []
        : this.#claimsOf(segment, range, leadIns, this.#antecedents, false);
    }
    this.#leadIn = null;
    return this.#claimsOf(segment, range, leadIns, this.#antecedents, false);
  }

  /** Introduces what follows, without a figure that could be wrong by itself. */
  #isMereLeadIn(text: string): boolean {
    const words = folded(text);
    const opening = words.slice(openingLength(words, this.#patterns));
    if (smallTalkOf(opening, this.#patterns) !== null) return true;
    return !(this.#patterns.finite.test(opening) && /\d/.test(opening));
  }

  #readItem(segment: Segment): Claim[] {
    const range = trimRange(segment.text, { start: 0, end: segment.text.length });
    const leadIn = this.#leadIn === null ? '' : folded(this.#leadIn);
    const kind = smallTalkOf(leadIn, this.#patterns);
    const asksFor = leadIn.includes('?') || kind === 'offer';
    if (asksFor && !this.#patterns.binding.test(segment.text)) return [];
    const claims = this.#claimsOf(segment, range, this.#leadIns(), this.#itemAntecedents, true);
    this.#antecedents = [...this.#antecedents, ...claims.map((claim) => claim.text)].slice(-ANTECEDENTS_MAX);
    return claims;
  }

  /** A heading speaks of what follows; it is a claim only where it says something weighty in a clause. */
  #readHeading(segment: Segment): Claim[] {
    const level = /^\s*(#{1,6})\s/.exec(segment.text)?.[1]?.length ?? HEADINGS_MAX + 1;
    this.#headings = this.#headings.filter((heading) => heading.level < level);
    const leadIns = this.#headings.map((heading) => heading.text);
    const range = trimRange(segment.text, { start: 0, end: segment.text.length });
    const text = segment.text.slice(range.start, range.end);
    this.#headings.push({ level, text });
    this.#leadIn = null;
    this.#headerCells = [];
    const words = folded(text);
    const isClaim =
      this.#patterns.finite.test(words) && this.#patterns.weighty.test(words) && words.includes(' ');
    return isClaim ? this.#claimsOf(segment, range, leadIns, [], false) : [];
  }

  #readRow(segment: Segment): Claim[] {
    const range = trimRange(segment.text, { start: 0, end: segment.text.length });
    if (!/[\p{L}\p{N}]/u.test(segment.text.slice(range.start, range.end))) return [];
    const leadIns = [...this.#leadIns(), ...this.#headerCells];
    const text = folded(segment.text.slice(range.start, range.end));
    return [this.#claim(segment, range, subjectOf(text, text, this.#patterns), leadIns, [])];
  }

  /** Words in a code block reach the customer too; code does not read as sentences. */
  #readCode(segment: Segment): Claim[] {
    if (/^\s*(?:```|~~~)|[{}<>=\\]|\(\)/.test(segment.text)) return [];
    const range = trimRange(segment.text, { start: 0, end: segment.text.length });
    return this.#claimsOf(segment, range, this.#leadIns(), this.#antecedents, false);
  }

  #leadIns(): string[] {
    const headings = this.#headings.map((heading) => heading.text);
    return this.#leadIn === null ? headings : [...headings, this.#leadIn];
  }

  /** Claims of one sentence, with the answer word before it where that says more than the sentence. */
  #claimsOf(segment: Segment, whole: Range, leadIns: string[], before: string[], isItem: boolean): Claim[] {
    const { text } = segment;
    const patterns = this.#patterns;
    const sentence = folded(text.slice(whole.start, whole.end));
    if (patterns.elliptic.test(sentence)) return this.#keep(segment, whole, leadIns, before);
    const answerWord = this.#answerWord(sentence);
    const body = { start: whole.start + answerWord.length, end: whole.end };
    const claims: Claim[] = [];
    for (const part of divide(text, body, patterns)) {
      const trimmed = trimRange(text, part);
      const isShortAnswer = answerWord.is_polar && part.start === body.start;
      const checkable = checkablePart(text, trimmed, patterns, isItem || isShortAnswer);
      if (checkable === null) continue;
      const clause = folded(text.slice(checkable.start, checkable.end));
      const isFull = patterns.finite.test(clause);
      const range = isShortAnswer && !isFull ? { start: whole.start, end: checkable.end } : checkable;
      claims.push(
        this.#claim(segment, trimRange(text, range), subjectOf(clause, sentence, patterns), leadIns, before),
      );
    }
    if (claims.length === 0 && answerWord.is_polar && saysNoMore(sentence.slice(answerWord.length))) {
      const isPlea = this.#input.question === null || patterns.plea.test(folded(this.#input.question));
      const end = whole.start + sentence.slice(0, answerWord.length).trimEnd().length;
      return isPlea ? [] : this.#keep(segment, { start: whole.start, end }, leadIns, before);
    }
    return claims;
  }

  #answerWord(sentence: string): { length: number; is_polar: boolean } {
    let length = 0;
    let isPolar = false;
    for (let count = 0; count < 3; count += 1) {
      const rest = sentence.slice(length);
      const polar = matchLength(rest, this.#patterns.polar);
      const word = polar || matchLength(rest, this.#patterns.willing) || emojis(rest);
      if (word === 0) break;
      isPolar ||= polar > 0;
      length += word;
    }
    return { length, is_polar: isPolar };
  }

  #keep(segment: Segment, range: Range, leadIns: string[], before: string[]): Claim[] {
    return [this.#claim(segment, trimRange(segment.text, range), 'rule', leadIns, before)];
  }

  #claim(
    segment: Segment,
    range: Range,
    subject: Claim['subject'],
    leadIns: readonly string[],
    before: string[],
  ): Claim {
    const context: ClaimContext = {
      question: this.#input.question,
      premises: [...this.#input.premises],
      antecedents: before.slice(-ANTECEDENTS_MAX),
      lead_ins: [...leadIns],
    };
    const text = segment.text.slice(range.start, range.end);
    before.push(text);
    return {
      text,
      start_char: segment.start_char + range.start,
      end_char: segment.start_char + range.end,
      subject,
      lang: this.#input.lang,
      context,
    };
  }
}

const matchLength = (text: string, pattern: RegExp): number => pattern.exec(text)?.[0].length ?? 0;
const emojis = (text: string): number =>
  /^(?:(?:\p{Extended_Pictographic}|\u200d|\ufe0f|[\u{1f3fb}-\u{1f3ff}])\s*)+/u.exec(text)?.[0].length ?? 0;

/** After an answer word, nothing or only a question follows: then the word itself is the answer. */
const saysNoMore = (rest: string): boolean => {
  const said = rest.replace(/[^\p{L}\p{N}?]+/gu, ' ').trim();
  return said === '' || said.endsWith('?');
};

const isNewItem = (text: string): boolean =>
  /^\s*(?:[^\p{L}\p{N}\s]+\s|(?:\d{1,3}[.)]|\p{L}\))\s)/u.test(text);

/** Cells of a Markdown table line, trimmed; escaped pipes stay in their cell. */
function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replace(/^\*{1,2}|\*{1,2}$/g, ''));
}
