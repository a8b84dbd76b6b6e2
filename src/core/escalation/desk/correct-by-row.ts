import type { Language, TableCell, Verdict } from '../../../schema/index.js';

/** Texts that are held against the checks for one claim. */
const TRIES_MAX = 8;

const NUMBER = /\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?/gu;

/** The values that the findings name, of the rows that contradict a claim. */
const rowValues = ({ evidence, findings }: Verdict, lang: Language): string[] => {
  const named = new Set(findings.flatMap(({ message }) => message.match(NUMBER) ?? []));
  const cells = evidence
    .filter(({ relation }) => relation === 'contradicts')
    .flatMap(({ row }): TableCell[] => row?.cells ?? [])
    .filter((cell) => !cell.is_key && cell.number !== null && named.has(String(cell.number)));
  const values = cells.map(({ number }) => String(number));
  return [...new Set(values.map((value) => (lang === 'fr' ? value.replace('.', ',') : value)))];
};

/**
 * A sentence whose one wrong number is put right from the table row that contradicts it; null unless the checks then
 * bear the sentence out. That row and number fit each other is theirs to say, so that every pair may be tried.
 * @param verdict of a claim of `sentence`, which begins at `startChar` of the answer.
 */
export const correctByRow = async (
  sentence: string,
  startChar: number,
  verdict: Verdict,
  lang: Language,
  isBorneOut: (text: string) => Promise<boolean>,
): Promise<string | null> => {
  const claimAt = verdict.start_char - startChar;
  const values = rowValues(verdict, lang);
  let tries = 0;
  for (const found of verdict.text.matchAll(NUMBER)) {
    for (const value of values) {
      if (value === found[0] || tries >= TRIES_MAX) continue;
      tries += 1;
      const at = claimAt + found.index;
      const corrected = sentence.slice(0, at) + value + sentence.slice(at + found[0].length);
      if (await isBorneOut(corrected.trim())) return corrected;
    }
  }
  return null;
};
