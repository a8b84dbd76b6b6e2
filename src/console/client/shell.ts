import { showCurrentLinks } from './shell/current-links.js';
import { watchDialogs } from './shell/dialogs.js';
import { watchShortcuts } from './shell/shortcuts.js';
import { watchThemeSwitch } from './shell/theme.js';
import { watchToasts } from './shell/toasts.js';

/** What every page can do beyond being read. */
document.documentElement.classList.add('has-script');
showCurrentLinks();
watchThemeSwitch();
watchDialogs();
watchShortcuts();
watchToasts();
