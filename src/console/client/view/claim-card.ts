import type { ShownClaim } from '../checked-answer.js';
import { claimDetails } from './claim-details.js';
import { element } from './element.js';
import type { Words } from './words.js';

const TITLE_ID = 'claim-card-title';
const GAP_PX = 8;
const EDGE_PX = 12;
/** The pointer may take this long from the claim to its card. */
const LEAVE_MS = 180;

/**
 * The one card that shows a claim's clause: on hover and focus for as long as they last, on click, tap or Enter until
 * it is closed. Escape closes it; the pointer can move into it (WCAG 2.2, 1.4.13).
 */
export class ClaimCard {
  readonly #claims = new WeakMap<Element, ShownClaim>();
  readonly #card: HTMLElement;
  readonly #words: () => Words;
  #anchor: HTMLElement | null = null;
  #isPinned = false;
  #isQuiet = false;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor(words: () => Words) {
    this.#words = words;
    this.#card = element('div', {
      class: 'claim-card',
      id: 'claim-card',
      role: 'dialog',
      tabindex: -1,
      'aria-labelledby': TITLE_ID,
      hidden: true,
    });
    document.body.append(this.#card);
    this.#card.addEventListener('pointerenter', () => clearTimeout(this.#leaving));
    this.#card.addEventListener('pointerleave', () => this.#leaveSoon());
    this.#card.addEventListener('focusout', (event) => this.#leaveTo(event.relatedTarget));
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#anchor !== null) this.close();
    });
    document.addEventListener('pointerdown', (event) => {
      if (!this.#holds(event.target)) this.close();
    });
    window.addEventListener('resize', () => this.#place());
  }

  /** Makes an element open the card of a claim. */
  attach(anchor: HTMLElement, claim: ShownClaim): void {
    this.#claims.set(anchor, claim);
    // A page that moves under a resting pointer is no wish to see a card.
    anchor.addEventListener('pointermove', (event) => {
      const hasMoved = event.movementX !== 0 || event.movementY !== 0;
      if (hasMoved && event.pointerType === 'mouse' && !this.#isPinned && this.#anchor !== anchor) {
        this.#show(anchor);
      }
    });
    anchor.addEventListener('pointerenter', () => {
      if (this.#anchor === anchor) clearTimeout(this.#leaving);
    });
    anchor.addEventListener('pointerleave', () => this.#leaveSoon());
    anchor.addEventListener('focus', () => {
      if (!this.#isQuiet && !this.#isPinned) this.#show(anchor);
    });
    anchor.addEventListener('blur', (event) => this.#leaveTo(event.relatedTarget));
    anchor.addEventListener('click', () => this.#toggle(anchor));
    anchor.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      this.#show(anchor);
      this.#isPinned = true;
      this.#card.focus();
    });
  }

  /** Takes the card away; focus that lay in it goes back to the claim. */
  close(): void {
    const anchor = this.#anchor;
    const hadFocus = this.#card.contains(document.activeElement);
    clearTimeout(this.#leaving);
    this.#anchor = null;
    this.#isPinned = false;
    this.#card.hidden = true;
    anchor?.setAttribute('aria-expanded', 'false');
    if (!hadFocus || anchor === null) return;
    this.#isQuiet = true;
    anchor.focus();
    this.#isQuiet = false;
  }

  #toggle(anchor: HTMLElement): void {
    if (this.#anchor === anchor && this.#isPinned) {
      this.close();
      return;
    }
    this.#show(anchor);
    this.#isPinned = true;
  }

  #show(anchor: HTMLElement): void {
    const claim = this.#claims.get(anchor);
    if (claim === undefined) return;
    clearTimeout(this.#leaving);
    if (this.#anchor !== anchor) {
      this.#anchor?.setAttribute('aria-expanded', 'false');
      this.#isPinned = false;
      const words = this.#words();
      const close = element(
        'button',
        { type: 'button', class: 'icon-button claim-card-close', 'aria-label': words.texts.close },
        '×',
      );
      close.addEventListener('click', () => this.close());
      this.#card.replaceChildren(claimDetails(claim, words, TITLE_ID), close);
      this.#card.scrollTop = 0;
    }
    this.#anchor = anchor;
    this.#card.hidden = false;
    anchor.setAttribute('aria-expanded', 'true');
    this.#place();
  }

  /** Under the claim, above it where there is more room; narrow screens show it as a sheet at the bottom. */
  #place(): void {
    if (this.#anchor === null) return;
    const at = this.#anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.#card;
    const viewWidth = document.documentElement.clientWidth;
    const isAbove =
      at.bottom + GAP_PX + height > window.innerHeight && at.top > window.innerHeight - at.bottom;
    // Where its own side has room for it, the card leaves the other side in sight.
    const side = this.#anchor.closest('.side')?.getBoundingClientRect();
    const right = side !== undefined && side.width >= width ? side.right : viewWidth - EDGE_PX;
    const left = Math.max(EDGE_PX, Math.min(at.left, right - width));
    const top = isAbove ? at.top - GAP_PX - height : at.bottom + GAP_PX;
    this.#card.style.setProperty('--card-left', `${Math.round(left + window.scrollX)}px`);
    this.#card.style.setProperty('--card-top', `${Math.round(Math.max(EDGE_PX, top) + window.scrollY)}px`);
  }

  #leaveSoon(): void {
    clearTimeout(this.#leaving);
    if (this.#isPinned || this.#anchor === null) return;
    this.#leaving = setTimeout(() => {
      if (!this.#isPinned && document.activeElement !== this.#anchor) this.close();
    }, LEAVE_MS);
  }

  #leaveTo(target: EventTarget | null): void {
    if (this.#isPinned && target === null) return;
    if (!this.#holds(target)) this.close();
  }

  #holds(target: EventTarget | null): boolean {
    return (
      target instanceof Node && (this.#card.contains(target) || (this.#anchor?.contains(target) ?? false))
    );
  }
}
