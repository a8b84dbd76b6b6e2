import type { ProblemsTexts } from './problems-en.js';

/** Words of the pages that explain problems, in French. */
export const problemsFr: ProblemsTexts = {
  list_title: 'Problèmes',
  list_lead:
    'Ce que veut dire une panne de Plumbline et ce qu’il faut faire, d’après le code à la fin de son « type ».',
  status: (status) => `Statut HTTP ${status}`,
  all_problems: 'Tous les problèmes',
  description: (code) => `Ce que veut dire le problème ${code} et ce qu’il faut faire.`,
  language_label: 'Langue',
};
