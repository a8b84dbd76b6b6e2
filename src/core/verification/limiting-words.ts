/** A text that itself limits, denies or asks says nothing of all, and grants nothing outright. */
const LIMITING =
  /(?<!\p{L})(?:not|no|never|nobody|none|cannot|without|except|only|unless|other than|if|when|nothing|lost|loses?|refused?|ne|pas|aucune?|jamais|sans|non|sauf|hormis|si|quand|seule?s?|seulement|uniquement|rien|perdus?)(?!\p{L})|n['’]t(?!\p{L})|(?<!\p{L})n['’]|\?/iu;

export const limitsItself = (text: string): boolean => LIMITING.test(text);
