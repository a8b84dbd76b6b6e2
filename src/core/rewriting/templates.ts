import type { Comparator, Language, Modality, QuantityKind } from '../../schema/index.js';

/** The reviewed words of one language in which a clause is given back. */
export interface RewriteTemplates {
  clause: (clause: { quote: string; title: string; section: string }) => string;
  /** For a clause that exists in another language only: its typed values, then its own words. */
  foreignClause: (clause: {
    quote: string;
    title: string;
    section: string;
    values: string;
    /** Null where it is not known. */
    quoteLanguage: string | null;
  }) => string;
  row: (row: { table: string; cells: string }) => string;
  /** A row of a table that stands in a policy. */
  policyRow: (row: { title: string; section: string; cells: string }) => string;
  /** Where a clause stands, after words that rest on it. */
  citation: (place: { title: string; section: string }) => string;
  /** The same of a table's row. */
  rowCitation: (place: { table: string }) => string;
  modality: Record<Modality, string | null>;
  comparator: Record<Comparator, string>;
  units: Partial<Record<string, [singular: string, plural: string]>>;
  between: (low: string, high: string) => string;
}

/** Kinds whose value is given back in a typed summary; the others stay in the quoted clause. */
export const SUMMARISED_KINDS: ReadonlySet<QuantityKind> = new Set([
  'money',
  'percent',
  'duration',
  'weight',
  'length',
  'age',
  'points',
]);

/** A text above its first section is named once. */
const placeOf = ({ title, section }: { title: string; section: string }): string =>
  title === section ? title : `${title}, ${section}`;

const en: RewriteTemplates = {
  clause: ({ quote, ...place }) => `Our policy says: “${quote}” (${placeOf(place)})`,
  foreignClause: ({ quote, values, quoteLanguage, ...place }) =>
    `Our policy (${placeOf(place)}) settles this${values === '' ? '' : `: ${values}`}. Its own words${quoteLanguage === null ? '' : `, in ${quoteLanguage}`}: “${quote}”`,
  row: ({ table, cells }) => `Our table “${table}” lists: ${cells}.`,
  policyRow: ({ cells, ...place }) => `Our policy (${placeOf(place)}) lists: ${cells}.`,
  citation: (place) => `(${placeOf(place)})`,
  rowCitation: ({ table }) => `(table “${table}”)`,
  modality: {
    allowed: 'allowed',
    forbidden: 'not allowed',
    required: 'required',
    not_required: 'not required',
    stated: null,
  },
  comparator: {
    equal: '',
    at_most: 'at most ',
    at_least: 'at least ',
    more_than: 'more than ',
    less_than: 'less than ',
    between: '',
    about: 'about ',
  },
  units: {
    percent: ['%', '%'],
    minute: ['minute', 'minutes'],
    hour: ['hour', 'hours'],
    day: ['day', 'days'],
    business_day: ['business day', 'business days'],
    week: ['week', 'weeks'],
    month: ['month', 'months'],
    year: ['year', 'years'],
    points: ['point', 'points'],
  },
  between: (low, high) => `between ${low} and ${high}`,
};

const fr: RewriteTemplates = {
  clause: ({ quote, ...place }) => `Notre règlement indique : « ${quote} » (${placeOf(place)})`,
  foreignClause: ({ quote, values, quoteLanguage, ...place }) =>
    `Notre règlement (${placeOf(place)}) traite ce point${values === '' ? '' : ` : ${values}`}. Texte d’origine${quoteLanguage === null ? '' : `, en ${quoteLanguage}`} : « ${quote} »`,
  row: ({ table, cells }) => `Notre tableau « ${table} » indique : ${cells}.`,
  policyRow: ({ cells, ...place }) => `Notre règlement (${placeOf(place)}) indique : ${cells}.`,
  citation: (place) => `(${placeOf(place)})`,
  rowCitation: ({ table }) => `(tableau « ${table} »)`,
  modality: {
    allowed: 'autorisé',
    forbidden: 'non autorisé',
    required: 'obligatoire',
    not_required: 'non exigé',
    stated: null,
  },
  comparator: {
    equal: '',
    at_most: 'au plus ',
    at_least: 'au moins ',
    more_than: 'plus de ',
    less_than: 'moins de ',
    between: '',
    about: 'environ ',
  },
  units: {
    percent: ['%', '%'],
    minute: ['minute', 'minutes'],
    hour: ['heure', 'heures'],
    day: ['jour', 'jours'],
    business_day: ['jour ouvrable', 'jours ouvrables'],
    week: ['semaine', 'semaines'],
    month: ['mois', 'mois'],
    year: ['an', 'ans'],
    points: ['point', 'points'],
  },
  between: (low, high) => `de ${low} à ${high}`,
};

export const REWRITE_TEMPLATES: Record<Language, RewriteTemplates> = { en, fr };

/** A quotation after a colon, or the cells of a row: what the words above put around them. */
const GIVEN_BACK =
  /: “([^”]+)”|[”)] lists: ([^\n]+?)\.(?=\s|$)|\s: «\s([^»]+?)\s»|[»)] indique : (?!«)([^\n]+?)\.(?=\s|$)/gu;

/** The clauses and rows that a rewritten answer gives back, in order, without the words around them. */
export const clausesGivenBack = (answer: string): string[] =>
  [...answer.matchAll(GIVEN_BACK)].map(([, ...found]) => found.find((text) => text !== undefined) ?? '');
