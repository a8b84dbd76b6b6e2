import { showToast } from '../shell/toasts.js';
import { focusCard, focusedPlace } from './cards.js';

/** After a decision the focus is where it was: on the next proposal. What failed is said. */
export const keepPlace = (): void => {
  let place = -1;
  document.addEventListener('htmx:beforeRequest', (event) => {
    const card = event.target instanceof Element ? event.target.closest('.proposal') : null;
    place = card === null ? focusedPlace() : [...document.querySelectorAll('.proposal')].indexOf(card);
  });
  document.addEventListener('htmx:afterSwap', () => {
    if (place < 0) return;
    if (document.querySelector('.proposal') === null) document.querySelector<HTMLElement>('h1')?.focus();
    else focusCard(place);
  });
  for (const name of ['htmx:responseError', 'htmx:sendError'])
    document.addEventListener(name, () => {
      const text = document.getElementById('readings')?.dataset['failed'] ?? '';
      showToast({ text, tone: 'bad' });
    });
};
