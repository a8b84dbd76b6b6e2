import type { Role } from '../../schema/index.js';
import { topBarEn } from './top-bar-en.js';

const roles: Record<Role, string> = {
  vendor: 'Bot vendor',
  compliance: 'Compliance',
  agent: 'Agent',
  auditor: 'Auditor',
  admin: 'Administrator',
};

/** Words of signing in, of the account and of what goes wrong, in English; `shell-fr.ts` has the same keys. */
export const shellEn = {
  ...topBarEn,
  roles,
  login_title: 'Sign in',
  login_lead: 'With your Plumbline key you open the pages of your role.',
  login_lead_local: 'This Plumbline runs on your own machine without keys. Tell it what to call you.',
  key: 'Plumbline key',
  key_hint: 'It starts with plk_. Whoever runs Plumbline makes one: npm run keys -- create --role agent',
  your_name: 'Your name',
  your_name_hint:
    'As your colleagues and customers see it. You can leave it empty if the key is in your name.',
  your_name_hint_local: 'As colleagues and customers see it.',
  name_local: 'You',
  enter: 'Sign in',
  enter_local: 'Open the console',
  login_failed: 'You are not signed in yet.',
  key_missing: 'Paste your Plumbline key.',
  key_unknown: 'This key is unknown or was revoked. Check that all of it was pasted, or ask for a new one.',
  key_vendor: 'This key is for a bot. The console needs one of the role agent, compliance, auditor or admin.',
  name_missing: 'Several people can use this key: say who you are.',
  name_invalid: 'A name has 1 to 60 characters on one line.',
  too_many: (seconds: number) => `Too many tries. Wait ${seconds} s and try again.`,
  arriving: 'One moment',
  arriving_link: 'Open the page',
  account_title: 'Your account',
  signed_in_as: 'Signed in as',
  role: 'Role',
  tenant: 'Tenant',
  routes: 'Routes',
  key_of: 'Key',
  no_key: 'none: only this machine is served',
  settings: 'On this device',
  shortcuts: 'Keyboard shortcuts',
  shortcuts_hint: 'Single keys act on a page, as the hints beside its buttons say.',
  sign_out: 'Sign out',
  forbidden_title: 'Not for your role',
  forbidden_text: (role: string) =>
    `This page is not open to the role “${role}”. Ask whoever runs Plumbline for a key of another role.`,
  go_home: 'Go to the start page',
  missing_title: 'There is no such page',
  missing_text: 'The address may be mistyped, or what it named is gone.',
  failed_title: 'That did not work',
  failed_text: 'Plumbline could not show this page. Try again; if it goes on, the log has the cause.',
  try_again: 'Try again',
  close: 'Close',
};

/** One language's words of the shell. */
export type ShellTexts = typeof shellEn;
