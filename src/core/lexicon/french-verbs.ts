import families from './french-verb-families.json' with { type: 'json' };

const ER =
  'e es ons ez ent ais ait ions iez aient é ée és ées er erai eras era erons erez eront erais erait erions eriez eraient ant'.split(
    ' ',
  );
const IR =
  'is it issons issez issent issais issait issions issiez issaient i ie ies irai iras ira irons irez iront irais irait irions iriez iraient issant isse isses'.split(
    ' ',
  );
const MUTE = /^e(?!z)/;
const OPEN_ROOT = /[eé][bcdfghjklmnpqrstvz]$/;
const FAMILIES = Object.entries(families).map(
  ([ending, forms]) => ({ ending, forms: forms.split(' ') }) as const,
);

/** A form of a verb in -er, with the spelling that the ending asks for: mangeons, plaçons, achète, appelle, paie. */
function erForms(root: string, ending: string): string[] {
  if (/^[ao]/.test(ending)) {
    if (root.endsWith('g')) return [`${root}e${ending}`];
    if (root.endsWith('c')) return [`${root.slice(0, -1)}ç${ending}`];
  }
  const forms = [root + ending];
  if (!MUTE.test(ending) || ending === 'er') return forms;
  if (OPEN_ROOT.test(root)) {
    forms.push(`${root.slice(0, -2)}è${root.slice(-1)}${ending}`);
    if (/e[lt]$/.test(root)) forms.push(root + root.slice(-1) + ending);
  }
  if (root.endsWith('y')) forms.push(`${root.slice(0, -1)}i${ending}`);
  return forms;
}

/**
 * The forms of a French verb ("livrer" → livrons, livrez, livré …; "transmettre" → transmet, transmises …), because
 * Snowball keeps many of them apart ("livrons"); [] for other words. Some are forms that no text has, and nouns in -er,
 * -ir and -re yield nothing but those.
 */
export function frenchVerbForms(word: string): string[] {
  if (word.length < 5 || word.includes(' ')) return [];
  const family = FAMILIES.find(({ ending }) => word.endsWith(ending));
  if (family !== undefined) {
    const root = word.slice(0, -family.ending.length);
    return family.forms.map((form) => root + form);
  }
  const root = word.slice(0, -2);
  if (word.endsWith('ir') && !word.endsWith('oir')) return IR.map((ending) => root + ending);
  return word.endsWith('er') ? ER.flatMap((ending) => erForms(root, ending)) : [];
}
