import type { ClaimState } from '../checked-answer.js';

const SVG = 'http://www.w3.org/2000/svg';

/** Strokes on a 16 × 16 grid: a shape of its own for each state, so that colour is never the only sign. */
const STATE_PATHS: Record<ClaimState, string> = {
  supported: 'M3.5 8.5l3 3 6-7',
  contradicted: 'M4 4l8 8M12 4l-8 8',
  unsupported: 'M8 3.2v6M8 12.4v.4',
  not_verified: 'M5.6 6.2a2.4 2.4 0 1 1 3.3 2.2c-.6.3-.9.7-.9 1.4M8 12.5v.3',
};

/** The bob at the end of a plumb line. */
const BOB_PATH = 'M12 0v5M7.5 5h9l-1 3h1.6v5.2L12 27 6.9 13.2V8h1.6z';

const svg = (viewBox: string, className: string, path: string): SVGSVGElement => {
  const made = document.createElementNS(SVG, 'svg');
  made.setAttribute('viewBox', viewBox);
  made.setAttribute('aria-hidden', 'true');
  made.setAttribute('class', className);
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  made.append(line);
  return made;
};

/** The sign of a claim's state. */
export const stateIcon = (state: ClaimState): SVGSVGElement =>
  svg('0 0 16 16', `state-icon state-icon-${state}`, STATE_PATHS[state]);

/** The weight that hangs between what was said and what is delivered. */
export const bobIcon = (): SVGSVGElement => svg('0 0 24 28', 'bob', BOB_PATH);
