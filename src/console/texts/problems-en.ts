/** Words of the pages that explain problems, in English. */
export const problemsEn = {
  list_title: 'Problems',
  list_lead: 'What a fault of Plumbline means and what to do about it, by the code at the end of its “type”.',
  status: (status: number) => `HTTP status ${status}`,
  all_problems: 'All problems',
  description: (code: string) => `What the problem ${code} means and what to do about it.`,
  language_label: 'Language',
};

/** The same names, in whatever language. */
export type ProblemsTexts = typeof problemsEn;
