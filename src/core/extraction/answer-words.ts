/**
 * The words by which the answer reader knows one language. Every entry is the source of a regular expression that is
 * read without regard to case, against text whose apostrophes are straight and whose white space is plain.
 */
export interface AnswerWords {
  /** "yes", "no": answers whose content is the question. */
  polar: readonly string[];
  /** "of course", "sure": may also mean only that the bot is willing. */
  willing: readonly string[];
  /** Openings that say nothing themselves: "please note that", "unfortunately". */
  openings: readonly string[];
  /** Questions that tell: "did you know that". */
  telling_questions: readonly string[];
  /** Openings only where a comma or another mark follows: "good news", "first", "well". */
  interjections: readonly string[];
  /** Begins of sentences that no policy could bear out, by what they are. */
  small_talk: {
    greeting: readonly string[];
    empathy: readonly string[];
    thanks: readonly string[];
    wish: readonly string[];
    praise: readonly string[];
    /** An opinion or commonplace, read anywhere in a sentence without weighty words. */
    opinion: readonly string[];
    offer: readonly string[];
    meta: readonly string[];
    unknown: readonly string[];
    referral: readonly string[];
  };
  /** Words that make a sentence worth checking even where it is exclaimed or short: amounts, permissions, duties. */
  weighty: readonly string[];
  /** Words of amounts, times and refusals: with one, an offer or a referral is a statement after all. */
  binding: readonly string[];
  /** Objects with which an act is only talk: "send you the link". */
  harmless: readonly string[];
  /** Finite verbs and auxiliaries that tell a clause from a phrase. */
  finite: readonly string[];
  /** Subjects that may open a clause. */
  subjects: readonly string[];
  /** "you can", "it does": an answer that repeats only the question's verb. */
  elliptic: readonly string[];
  /**
   * Conjunctions at which a sentence divides into statements when a clause follows. None of a reason or a conclusion ("so",
   * "because"): "so this one is on us" says nothing without what it follows from.
   */
  conjunctions: readonly string[];
  /** What opens a condition. */
  conditions: readonly string[];
  /** A question to the bot itself ("can you help me"), to which "yes" is no statement. */
  pleas: readonly string[];
  /** First person, up to the verb, of an act done or promised. */
  actors: readonly string[];
  /** First person plural future: an act only where no condition is named. */
  promisers: readonly string[];
  /** Acts that bind the operator, in the forms that follow an actor or promiser. */
  acts: readonly string[];
  /** Sentences about the customer's own booking, order or account. */
  own_case: readonly string[];
  /** First person of a sentence about the bot's own mind: checkable only with an act or an amount. */
  first_person: readonly string[];
}
