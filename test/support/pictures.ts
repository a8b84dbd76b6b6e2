import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Where a person who works on pages wants to see them: a folder for their pictures. */
const FOLDER = process.env['PLUMBLINE_PICTURES'];

/** A picture of the whole page, where somebody wants one. */
export const picture = async (page: Page, name: string): Promise<void> => {
  if (FOLDER !== undefined) await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true });
};
