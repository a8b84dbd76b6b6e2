import { cards, focusCard, focusedPlace } from './cards.js';

const EDITED = 'input, textarea, select, [contenteditable]';

/** Presses what a key stands for in the card that has the focus, else in the first; false where there is none. */
const act = (key: string): boolean => {
  const card = cards()[Math.max(0, focusedPlace())];
  const control = card?.querySelector<HTMLElement>(`[data-act="${CSS.escape(key)}"]`);
  if (card === undefined || control == null) return false;
  // Whoever pressed the key sees what it was about.
  card.scrollIntoView({ block: 'nearest' });
  if (control.matches(EDITED)) control.focus();
  else control.click();
  return true;
};

/** Keys that move among proposals and decide them; off with shortcuts and while something is written. Escape leaves a field. */
export const watchKeys = (): void => {
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (event.defaultPrevented || event.isComposing || !(target instanceof Element)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest(EDITED) !== null) {
      if (key === 'Escape') target.closest<HTMLElement>('.proposal')?.focus();
      return;
    }
    if (document.body.dataset['shortcuts'] === 'off') return;
    const place = focusedPlace();
    if (key === 'j') focusCard(place + 1);
    else if (key === 'k') focusCard(place - 1);
    else if (!act(key)) return;
    event.preventDefault();
  });
};
