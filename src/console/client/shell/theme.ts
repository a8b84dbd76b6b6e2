import { keepSetting } from './settings.js';

const DARK = '(prefers-color-scheme: dark)';

/** The button of the bar turns the page dark or light; a choice that is the device's own anyway is not kept. */
export const watchThemeSwitch = (): void => {
  const sheet = document.getElementById('dark-colours');
  const button = document.querySelector('[data-theme-switch]');
  if (!(sheet instanceof HTMLLinkElement) || button === null) return;
  const device = window.matchMedia(DARK);
  const isDark = (): boolean => window.matchMedia(sheet.media).matches;
  const show = (): void => button.setAttribute('aria-pressed', String(isDark()));
  button.addEventListener('click', () => {
    const wanted = !isDark();
    const isDevices = wanted === device.matches;
    sheet.media = isDevices ? DARK : wanted ? 'all' : 'not all';
    const scheme = isDevices ? 'light dark' : wanted ? 'dark' : 'light';
    document.querySelector('meta[name="color-scheme"]')?.setAttribute('content', scheme);
    keepSetting('theme', isDevices ? null : wanted ? 'dark' : 'light');
    show();
  });
  device.addEventListener('change', show);
  show();
};
