import type { Language } from '../../../schema/index.js';
import { stemWord } from '../../reading/index.js';
import { type CustomerWord, phraseForms } from './customer-words.js';

interface WordNode {
  /** Sets whose phrase ends here. */
  readonly sets: number[];
  readonly byForm: Map<string, WordNode>;
  readonly byStem: Map<string, WordNode>;
}

const newNode = (): WordNode => ({ sets: [], byForm: new Map(), byStem: new Map() });

/** Where the phrases of a set end that begin at one word: set → indexes past the last word. */
export type SetEnds = ReadonlyMap<number, readonly number[]>;

/** Sets of words and phrases, found together in one walk. A phrase that ends in "~" matches by the stem of its words. */
export class WordSets {
  readonly #root = newNode();
  readonly #lang: Language;
  readonly #ids = new Map<string, number>();
  readonly known = new Set<string>();

  constructor(lang: Language) {
    this.#lang = lang;
  }

  /** The number of a set of phrases; the same phrases are the same set. */
  idOf(phrases: readonly string[]): number {
    const key = phrases.join(',');
    const given = this.#ids.get(key);
    if (given !== undefined) return given;
    const id = this.#ids.size;
    this.#ids.set(key, id);
    for (const phrase of phrases) this.#add(phrase, id);
    return id;
  }

  #add(phrase: string, id: number): void {
    const isStem = phrase.endsWith('~');
    let node = this.#root;
    for (const form of phraseForms(isStem ? phrase.slice(0, -1) : phrase, this.#lang)) {
      const next = isStem ? node.byStem : node.byForm;
      const key = isStem ? stemWord(form, this.#lang) : form;
      this.known.add(form);
      let child = next.get(key);
      if (child === undefined) {
        child = newNode();
        next.set(key, child);
      }
      node = child;
    }
    node.sets.push(id);
  }

  /** What begins at each word; `isHidden` words begin and continue nothing. */
  endsIn(words: readonly CustomerWord[], isHidden: readonly boolean[]): SetEnds[] {
    return words.map((_, from) => {
      const ends = new Map<number, number[]>();
      this.#walk(this.#root, words, from, isHidden, ends);
      return ends;
    });
  }

  #walk(
    node: WordNode,
    words: readonly CustomerWord[],
    at: number,
    isHidden: readonly boolean[],
    ends: Map<number, number[]>,
  ): void {
    for (const id of node.sets) ends.set(id, [...(ends.get(id) ?? []), at]);
    const word = words[at];
    if (word === undefined || isHidden[at] === true) return;
    if (at > 0 && node !== this.#root && words[at - 1]?.sentence !== word.sentence) return;
    const byForm = node.byForm.get(word.form);
    if (byForm !== undefined) this.#walk(byForm, words, at + 1, isHidden, ends);
    const byStem = node.byStem.get(word.stem);
    if (byStem !== undefined) this.#walk(byStem, words, at + 1, isHidden, ends);
  }
}
