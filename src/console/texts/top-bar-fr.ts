import type { TopBarTexts } from './top-bar-en.js';

/** Words of the bar above every page, in French. */
export const topBarFr: TopBarTexts = {
  skip_to_content: 'Aller à la page',
  nav_label: 'Pages',
  nav_playground: 'Terrain d’essai',
  nav_desk: 'Guichet',
  nav_overview: 'Aperçu',
  nav_readings: 'Lectures',
  nav_deliveries: 'Envois',
  language_label: 'Langue',
  dark_mode: 'Mode sombre',
  sign_in: 'Se connecter',
  account: 'Votre compte',
};
