import { type Handoff, Language } from '../../schema/index.js';

/** The language that a case is read and answered in: the conversation's, else English. */
export const caseLanguage = ({ language }: Pick<Handoff, 'language'>): Language =>
  Language.safeParse(language?.slice(0, 2)).data ?? 'en';
