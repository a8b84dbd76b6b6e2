const PREFIX = 'plumbline:draft:';

const fieldOf = (target: EventTarget | null): HTMLTextAreaElement | null =>
  target instanceof HTMLTextAreaElement && target.dataset['draft'] !== undefined ? target : null;

/** What is written to a customer is kept in this tab until it is sent: no reload, lost line or colleague takes it. */
export const keepDrafts = (): void => {
  document.addEventListener('input', ({ target }) => {
    const field = fieldOf(target);
    if (field === null) return;
    sessionStorage.setItem(PREFIX + field.dataset['draft'], field.value);
  });
};

/** Puts a kept draft back into its field, and has it checked; also what was typed before the field was ready for that. */
export const restoreDraft = (): void => {
  const field = fieldOf(document.getElementById('reply-text'));
  if (field === null) return;
  if (field.value === '') field.value = sessionStorage.getItem(PREFIX + field.dataset['draft']) ?? '';
  if (field.value !== '') field.dispatchEvent(new Event('desk:check'));
};

/** Lets go of what was sent. */
export const forgetDraft = (caseId: string): void => sessionStorage.removeItem(PREFIX + caseId);

/** Puts words where the cursor stands, with room around them, and checks them like typed ones. */
export const insert = (text: string, isWhole = false): void => {
  const field = fieldOf(document.getElementById('reply-text'));
  if (field === null) return;
  if (isWhole) field.value = text;
  else {
    const before = field.value.slice(0, field.selectionStart);
    const gap = before === '' || /\s$/.test(before) ? '' : ' ';
    field.setRangeText(gap + text, field.selectionStart, field.selectionEnd, 'end');
  }
  field.focus();
  field.dispatchEvent(new Event('input', { bubbles: true }));
};
