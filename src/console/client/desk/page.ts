import type { DeskTexts } from '../../texts/desk-en.js';
import { deskEn } from '../../texts/desk-en.js';
import { deskFr } from '../../texts/desk-fr.js';

/** The words of the page's language. */
export const words = (): DeskTexts => (document.documentElement.lang === 'fr' ? deskFr : deskEn);

/** Read out where the page is read by ear; not shown. */
export const say = (text: string): void => {
  const region = document.getElementById('desk-says');
  if (region !== null) region.textContent = text;
};

export const toast = (text: string, tone: 'good' | 'bad' | 'info'): void => {
  document.dispatchEvent(new CustomEvent('plumbline:toast', { detail: { text, tone } }));
};

/** The line is there: what said that it is not is over. */
export const isReached = (): void => {
  const detail = { text: words().error_offline };
  document.dispatchEvent(new CustomEvent('plumbline:toast-over', { detail }));
};

export const desk = (): HTMLElement | null => document.querySelector('.desk');

/** On a phone the queue and the case are two screens. */
export const show = (view: 'queue' | 'case'): void => {
  const page = desk();
  if (page !== null) page.dataset['view'] = view;
};
