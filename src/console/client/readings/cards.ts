/** The cards of the page, in order. */
export const cards = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.proposal')];

/** The place of the card that has the focus; −1 where none has it. */
export const focusedPlace = (): number => cards().findIndex((card) => card.contains(document.activeElement));

/** Moves the focus to a card, the nearest where there is none at that place. */
export const focusCard = (place: number): void => {
  const all = cards();
  const card = all[Math.min(all.length - 1, Math.max(0, place))];
  card?.focus();
  card?.scrollIntoView({ block: 'nearest' });
};
