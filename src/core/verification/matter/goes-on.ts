/** "It is refunded": what it is said of stands before it. */
const GOES_ON =
  /^\W*(?:it|they|this|that|these|those|il|ils|elle|elles|cela|celui|celle|ceux|celles)(?!\p{L})/iu;

/** Whether a sentence goes on from the one before it. */
export const goesOn = (text: string): boolean => GOES_ON.test(text);
