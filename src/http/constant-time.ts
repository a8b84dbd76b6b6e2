/** Whether two hashes are equal, in a time that tells nothing about where they differ. */
export const equalInConstantTime = (a: string, b: string): boolean => {
  let difference = a.length ^ b.length;
  // Beyond its end charCodeAt is NaN, which counts as 0 here; the lengths differ then anyway.
  for (let at = 0; at < b.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
};
