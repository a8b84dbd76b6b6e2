const EDITED = 'input, textarea, select, [contenteditable]';

const links = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.row-link')];

/** The row that has the focus, else that of the case that is open. */
const rowAt = (): number => {
  const rows = links();
  const focused = rows.findIndex((row) => row.closest('.row')?.contains(document.activeElement));
  return focused === -1 ? rows.findIndex((row) => row.getAttribute('aria-current') === 'true') : focused;
};

const move = (by: 1 | -1): void => {
  const rows = links();
  const at = rowAt();
  const next = at === -1 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: 'nearest' });
};

/** Claims the row that has the focus; false where that is none that can be claimed. */
const claimFocused = (): boolean => {
  const button = document.activeElement?.closest('.row')?.querySelector<HTMLElement>('[data-claims]');
  button?.click();
  return button != null;
};

/** Escape closes a menu and gives the focus back to what opened it. */
const closeMenus = (): void => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('.menu[open], .canned[open]')) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector('summary')?.focus();
  }
};

/** Runs what a key stands for; false where it stands for nothing. */
const act = (key: string): boolean => {
  switch (key) {
    case 'j':
    case 'ArrowDown':
      if (key === 'ArrowDown' && document.activeElement?.closest('.queue') == null) return false;
      move(1);
      return true;
    case 'k':
    case 'ArrowUp':
      if (key === 'ArrowUp' && document.activeElement?.closest('.queue') == null) return false;
      move(-1);
      return true;
    case 'q': {
      const rows = links();
      (rows[Math.max(0, rowAt())] ?? document.querySelector<HTMLElement>('.queue a'))?.focus();
      return true;
    }
    case 'c':
      return claimFocused();
    default:
      return false;
  }
};

/**
 * Keys that move among cases; those that press a button are the shell's. All single keys are off with shortcuts and
 * while something is written; Ctrl+Enter sends what is, Escape leaves a field.
 */
export const watchKeys = (): void => {
  document.addEventListener(
    'keydown',
    (event) => {
      const { target, key } = event;
      if (event.isComposing || !(target instanceof Element)) return;
      if (key === 'Escape') closeMenus();
      const field = target.closest<HTMLElement>(EDITED);
      if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        const form = field?.closest('form');
        if (form == null) return;
        event.preventDefault();
        form.requestSubmit();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (field !== null) {
        if (key === 'Escape' && field.closest('dialog') === null) {
          field.blur();
          document.getElementById('case-title')?.focus();
        }
        return;
      }
      if (document.body.dataset['shortcuts'] === 'off' || document.querySelector('dialog[open]') !== null)
        return;
      if (act(key)) event.preventDefault();
    },
    // Before the shell's keys: a row that has the focus is meant before the case that is open.
    { capture: true },
  );
};
