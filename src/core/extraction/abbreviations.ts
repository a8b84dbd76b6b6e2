/** Words before a full stop after which no sentence ends, whatever follows (lower case, without the final stop). */
export const NEVER_FINAL: ReadonlySet<string> = new Set(
  `e.g i.e cf vs approx incl excl mr mrs ms dr prof st ste mme mlle mm me env tél tel ex p.ex ca viz resp`.split(
    /\s+/,
  ),
);

/** After these a sentence ends only if no number follows: "No. 5", "art. 12", "Jan. 15". */
export const BEFORE_NUMBERS: ReadonlySet<string> = new Set(
  `no nos nr n art p pp par sec sect ch fig vol jan feb mar apr jun jul aug sep sept oct nov dec janv févr fév avr juil
  déc`.split(/\s+/),
);

/** After these a sentence ends only if a capital letter follows on the line. */
export const BEFORE_CAPITALS: ReadonlySet<string> = new Set(
  `etc inc ltd co corp a.m p.m am pm u.s u.k u.s.a max min h hrs hr min mins kg cm km lb lbs tx dept est apt blvd ave
  rés`.split(/\s+/),
);

/** Times of day, after which a capital may still continue the sentence: "5 p.m. Eastern". */
export const TIME_MARKS: ReadonlySet<string> = new Set(['a.m', 'p.m', 'am', 'pm']);

/** Capitalised words that continue a sentence after a time of day. */
export const AFTER_TIMES: ReadonlySet<string> = new Set(
  `eastern pacific central mountain atlantic newfoundland et est edt pt pst pdt ct cst cdt mt mst mdt at ast adt gmt utc
  cet cest bst monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays
  saturdays sundays london paris toronto montreal vancouver`.split(/\s+/),
);

/** Nouns that a single capital letter names: after "gate B." a sentence may end, after "John B." it does not. */
export const LETTERED: ReadonlySet<string> = new Set(
  `gate terminal zone plan option tier class group section appendix annex door row level type schedule part category
  fare hall area porte aérogare catégorie classe groupe annexe niveau rangée hall partie forfait grille`.split(
    /\s+/,
  ),
);

/**
 * Answer words that stand before the sentence which says what they mean: they stay in one segment with it, so that
 * a "Yes!" is never delivered ahead of the sentence that it depends on.
 */
export const ANSWER_WORDS: ReadonlySet<string> = new Set([
  ...[
    'yes',
    'yep',
    'yeah',
    'no',
    'nope',
    'absolutely',
    'definitely',
    'certainly',
    'of course',
    'sure',
    'correct',
  ],
  ...[
    'exactly',
    'right',
    'that’s right',
    "that's right",
    'that’s correct',
    "that's correct",
    'yes indeed',
    'indeed',
  ],
  ...[
    'sure thing',
    'yes absolutely',
    'yes of course',
    'not at all',
    'never',
    'unfortunately not',
    'i’m afraid not',
  ],
  ...[
    "i'm afraid not",
    'sadly not',
    'sorry no',
    'no sorry',
    'yes you can',
    'no you can’t',
    "no you can't",
    'you can',
  ],
  ...[
    'yes it is',
    'yes we do',
    'no we don’t',
    "no we don't",
    'no it isn’t',
    "no it isn't",
    'it depends',
    'not quite',
  ],
  ...[
    'oui',
    'non',
    'si',
    'absolument',
    'tout à fait',
    'bien sûr',
    'certainement',
    'exact',
    'exactement',
    'en effet',
  ],
  ...[
    'oui bien sûr',
    'oui absolument',
    'oui tout à fait',
    'bien entendu',
    'pas du tout',
    'malheureusement non',
  ],
  ...[
    'effectivement',
    'jamais',
    'hélas non',
    'non désolé',
    'non désolée',
    'oui vous pouvez',
    'ça dépend',
    'cela dépend',
  ],
]);
