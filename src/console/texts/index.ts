import type { Language } from '../../schema/index.js';
import { type DeliveriesTexts, deliveriesEn } from './deliveries-en.js';
import { deliveriesFr } from './deliveries-fr.js';
import { type DeskTexts, deskEn } from './desk-en.js';
import { deskFr } from './desk-fr.js';
import { type OverviewTexts, overviewEn } from './overview-en.js';
import { overviewFr } from './overview-fr.js';
import { type PlaygroundTexts, playgroundEn } from './playground-en.js';
import { playgroundFr } from './playground-fr.js';
import { type ProblemsTexts, problemsEn } from './problems-en.js';
import { problemsFr } from './problems-fr.js';
import { type ReadingsTexts, readingsEn } from './readings-en.js';
import { readingsFr } from './readings-fr.js';
import { type ShellTexts, shellEn } from './shell-en.js';
import { shellFr } from './shell-fr.js';

export type { DeliveriesTexts } from './deliveries-en.js';
export type { DeskTexts } from './desk-en.js';
export type { OverviewTexts } from './overview-en.js';
export type { PlaygroundTexts } from './playground-en.js';
export type { ReadingsTexts } from './readings-en.js';
export type { ShellTexts } from './shell-en.js';
export type { TopBarTexts } from './top-bar-en.js';

/** The desk's words by language. */
export const DESK_TEXTS: Record<Language, DeskTexts> = { en: deskEn, fr: deskFr };

/** The playground's words by language. */
export const PLAYGROUND_TEXTS: Record<Language, PlaygroundTexts> = { en: playgroundEn, fr: playgroundFr };

/** The words of signing in, account and faults by language. */
export const SHELL_TEXTS: Record<Language, ShellTexts> = { en: shellEn, fr: shellFr };

/** The words of the page of deliveries by language. */
export const DELIVERIES_TEXTS: Record<Language, DeliveriesTexts> = { en: deliveriesEn, fr: deliveriesFr };

/** The words of the page of readings by language. */
export const READINGS_TEXTS: Record<Language, ReadingsTexts> = { en: readingsEn, fr: readingsFr };

/** The words of the pages that explain problems by language. */
export const PROBLEMS_TEXTS: Record<Language, ProblemsTexts> = { en: problemsEn, fr: problemsFr };

/** The words of the overview by language. */
export const OVERVIEW_TEXTS: Record<Language, OverviewTexts> = { en: overviewEn, fr: overviewFr };

/** A key whose text is fixed: those can stand in the page as `data-text`. */
export type FixedText = {
  [Key in keyof PlaygroundTexts]: PlaygroundTexts[Key] extends string ? Key : never;
}[keyof PlaygroundTexts];

/** Whether a name from the page is a key with a fixed text. */
export const isFixedText = (name: string): name is FixedText =>
  name in playgroundEn && typeof Reflect.get(playgroundEn, name) === 'string';
