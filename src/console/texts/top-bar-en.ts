/** Words of the bar above every page, in English. */
export const topBarEn = {
  skip_to_content: 'Skip to the page',
  nav_label: 'Pages',
  nav_playground: 'Playground',
  nav_desk: 'Desk',
  nav_overview: 'Overview',
  nav_readings: 'Readings',
  nav_deliveries: 'Deliveries',
  language_label: 'Language',
  dark_mode: 'Dark mode',
  sign_in: 'Sign in',
  account: 'Your account',
};

/** One language's words of the bar. */
export type TopBarTexts = typeof topBarEn;
