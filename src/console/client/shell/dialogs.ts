/** `data-opens` of an id opens that dialog; `data-closes` closes the one around it. Both work for what comes later. */
export const watchDialogs = (): void => {
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    const opened = target.closest<HTMLElement>('[data-opens]')?.dataset['opens'];
    const dialog = opened === undefined ? null : document.getElementById(opened);
    if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
    if (target.closest('[data-closes]') !== null) target.closest('dialog')?.close();
  });
};
