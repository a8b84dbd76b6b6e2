import type { Language } from '../../../schema/index.js';
import { stemWord } from '../../reading/index.js';
import { type CustomerWord, phraseForms } from './customer-words.js';

/** Where phrases begin at one word, and where they end. */
export interface WordEnds {
  /** Sets with a phrase that begins here, each once, in the order of the walk: by form before by stem. */
  readonly begun: readonly number[];
  /** Sets of which the word alone is a phrase. */
  readonly alone: ReadonlySet<number>;
  /** Set → indexes past the last word of its longer phrases; null without any. */
  readonly longer: ReadonlyMap<number, readonly number[]> | null;
}

interface WordNode {
  /** Sets whose phrase ends here. */
  readonly sets: number[];
  readonly byForm: Map<string, WordNode>;
  readonly byStem: Map<string, WordNode>;
}

/** What a word begins, worked out once: most words of a message begin no longer phrase. */
interface Beginning {
  readonly form: WordNode;
  readonly stem: WordNode;
  readonly alone: WordEnds;
}

const newNode = (): WordNode => ({ sets: [], byForm: new Map(), byStem: new Map() });
const NO_NODE: WordNode = newNode();
const NOTHING: WordEnds = { begun: [], alone: new Set(), longer: null };

const beginningOf = (form: WordNode, stem: WordNode): Beginning => {
  const alone = new Set([...form.sets, ...stem.sets]);
  return { form, stem, alone: { begun: [...alone], alone, longer: null } };
};

/** Sets of words and phrases, found together in one walk. A phrase that ends in "~" matches by the stem of its words. */
export class WordSets {
  readonly #root = newNode();
  readonly #lang: Language;
  readonly #ids = new Map<string, number>();
  #byForm: ReadonlyMap<string, Beginning> | null = null;
  #byStem: ReadonlyMap<string, Beginning> = new Map();
  readonly known = new Set<string>();

  constructor(lang: Language) {
    this.#lang = lang;
  }

  /**
   * The number of a set of phrases; the same phrases are the same set.
   * @throws {TypeError} a phrase without a word, such as ",": the data is ours.
   */
  idOf(phrases: readonly string[]): number {
    const key = phrases.join(',');
    const given = this.#ids.get(key);
    if (given !== undefined) return given;
    const id = this.#ids.size;
    this.#ids.set(key, id);
    for (const phrase of phrases) this.#add(phrase, id);
    this.#byForm = null;
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
    if (node === this.#root) throw new TypeError(`phrase "${phrase}" has no word`);
    node.sets.push(id);
  }

  /** What begins at each word; `isHidden` words begin and continue nothing. */
  endsIn(words: readonly CustomerWord[], isHidden: readonly boolean[] | null): WordEnds[] {
    const byForm = this.#byForm ?? this.#compile();
    return words.map(({ form, stem }, from) => {
      const beginning = byForm.get(form) ?? this.#byStem.get(stem);
      if (beginning === undefined || isHidden?.[from] === true) return NOTHING;
      return withLonger(beginning, words, from, isHidden);
    });
  }

  #compile(): ReadonlyMap<string, Beginning> {
    const { byForm, byStem } = this.#root;
    const compiled = new Map(
      [...byForm].map(([form, node]) => [
        form,
        beginningOf(node, byStem.get(stemWord(form, this.#lang)) ?? NO_NODE),
      ]),
    );
    this.#byStem = new Map([...byStem].map(([stem, node]) => [stem, beginningOf(NO_NODE, node)]));
    this.#byForm = compiled;
    return compiled;
  }
}

const withLonger = (
  { form, stem, alone }: Beginning,
  words: readonly CustomerWord[],
  from: number,
  isHidden: readonly boolean[] | null,
): WordEnds => {
  const ends = new Map<number, number[]>();
  continued(form, words, from + 1, isHidden, ends);
  const throughForm = ends.size;
  continued(stem, words, from + 1, isHidden, ends);
  if (ends.size === 0) return alone;
  const longer = [...ends.keys()];
  const begun = new Set([
    ...form.sets,
    ...longer.slice(0, throughForm),
    ...stem.sets,
    ...longer.slice(throughForm),
  ]);
  return { begun: [...begun], alone: alone.alone, longer: ends };
};

const continued = (
  node: WordNode,
  words: readonly CustomerWord[],
  at: number,
  isHidden: readonly boolean[] | null,
  ends: Map<number, number[]>,
): void => {
  if (node.byForm.size === 0 && node.byStem.size === 0) return;
  const word = words[at];
  if (word === undefined || isHidden?.[at] === true || words[at - 1]?.sentence !== word.sentence) return;
  for (const next of [node.byForm.get(word.form), node.byStem.get(word.stem)]) {
    if (next === undefined) continue;
    for (const id of next.sets) {
      const known = ends.get(id);
      if (known === undefined) ends.set(id, [at + 1]);
      else known.push(at + 1);
    }
    continued(next, words, at + 1, isHidden, ends);
  }
};
