const YEAR_S = 365 * 24 * 3_600;

/** Keeps a setting of this device where the server reads it, so that the next page comes with it; null forgets it. */
export const keepSetting = (name: 'lang' | 'theme' | 'shortcuts', value: string | null): void => {
  const age = value === null ? 0 : YEAR_S;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari
  document.cookie = `plumbline_${name}=${value ?? ''}; Path=/; Max-Age=${age}; SameSite=Lax`;
};
