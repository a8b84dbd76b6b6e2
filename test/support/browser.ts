import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

const QUIET_ARGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Chromium's own isolation is for pages of strangers; these tests open our page only, and root has no sandbox. */
const SANDBOX_ARGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Makes Chromium loosen what a page may do; the page is tested as browsers run it. */
const NOT_WANTED = new Set([
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--single-process',
  '--no-zygote',
]);

/**
 * Starts the Chromium that comes from the npm registry. Where the machine lacks its system libraries, one line says
 * why and null comes back.
 */
export const launchBrowser = async (): Promise<Browser | null> => {
  try {
    return await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: [...chromium.args.filter((arg) => !NOT_WANTED.has(arg)), ...QUIET_ARGS, ...SANDBOX_ARGS],
      headless: true,
    });
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n').slice(0, 2).join(' ');
    console.warn(`browser tests are skipped: Chromium does not start here (${reason})`);
    return null;
  }
};
