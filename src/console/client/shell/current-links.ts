/** On a phone a row of links is wider than the screen: each is moved so that the link of the page one is on is seen. */
export const showCurrentLinks = (): void => {
  for (const link of document.querySelectorAll('nav a[aria-current="page"]')) {
    const row = link.closest('nav');
    if (row === null) continue;
    const from = link.getBoundingClientRect().left - row.getBoundingClientRect().left;
    row.scrollLeft += from - (row.clientWidth - link.clientWidth) / 2;
  }
};
