const ER = 'e es ons ez ent é ée és ées er era erai erez eront erons erait eraient ait aient ant'.split(' ');
const IR = 'is it issons issez issent i ie ies ira irez iront irons irait issait issant isse issent'.split(
  ' ',
);

/**
 * The common forms of a regular French verb in -er or -ir ("livrer" → livrons, livrez, livré …), because Snowball keeps
 * some of them apart ("livrons"); [] for other words. Nouns in -er and -ir yield forms that no text has.
 */
export function frenchVerbForms(word: string): string[] {
  if (word.length < 5 || word.includes(' ')) return [];
  const root = word.slice(0, -2);
  if (word.endsWith('ir') && !word.endsWith('oir') && !word.endsWith('enir'))
    return IR.map((ending) => root + ending);
  if (!word.endsWith('er')) return [];
  return ER.map((ending) => {
    const soft = /^[ao]/.test(ending);
    if (soft && root.endsWith('g')) return `${root}e${ending}`;
    if (soft && root.endsWith('c')) return `${root.slice(0, -1)}ç${ending}`;
    return root + ending;
  });
}
