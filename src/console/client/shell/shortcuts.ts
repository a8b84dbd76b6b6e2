import { keepSetting } from './settings.js';

const EDITED = 'input, textarea, select, [contenteditable]';

/**
 * A single key presses the control that names it in `data-shortcut`: the first that is shown, in an open dialog only
 * those inside. Not while something is written, nor with shortcuts switched off on the account page.
 */
export const watchShortcuts = (): void => {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.body.dataset['shortcuts'] === 'off') return;
    if (event.target instanceof Element && event.target.closest(EDITED) !== null) return;
    const control = controlOf(event.key);
    if (control === undefined) return;
    event.preventDefault();
    if (control.matches(EDITED)) control.focus();
    else control.click();
  });
  const toggle = document.querySelector('[data-shortcuts-switch]');
  if (!(toggle instanceof HTMLInputElement)) return;
  toggle.addEventListener('change', () => {
    document.body.dataset['shortcuts'] = toggle.checked ? 'on' : 'off';
    keepSetting('shortcuts', toggle.checked ? null : 'off');
  });
};

const controlOf = (key: string): HTMLElement | undefined => {
  const inside = document.querySelector('dialog[open]') ?? document;
  const named = inside.querySelectorAll<HTMLElement>(`[data-shortcut="${CSS.escape(key)}" i]`);
  return [...named].find((one) => one.checkVisibility() && !one.matches(':disabled'));
};
