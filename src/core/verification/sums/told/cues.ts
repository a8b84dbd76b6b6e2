/** What says that an amount is a difference, or what is left. */
export const SAVES =
  /(?<!\p{L})(?:differences?|saves?|saving|cheaper|dearer|économis\p{L}*|écart|différence|moins chère?s?|plus chère?s?)(?!\p{L})/iu;
export const LEFT =
  /(?<!\p{L})(?:remains?|remaining|left|leaves?|leaving|stays? with|keeps?|still (?:owe|due)|rest(?:e|ent|era|ant|erait)|gardez|garde)(?!\p{L})/iu;
/** What takes an amount off another. */
export const DIFFERENCE = /(?<!\p{L})(?:less|minus|moins|off|over the|short of|de plus|fewer)(?!\p{L})/iu;
