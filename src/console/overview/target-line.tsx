/** The ends of a line in a drawing. */
export interface TargetLineProps {
  x1: number;
  x2: number;
  y1: number;
  y2: number;
}

/** The target, on a paler ground so that it shows on any colour. */
export const TargetLine = (ends: TargetLineProps) => (
  <>
    <line class="target-halo" {...ends} />
    <line class="target-line" {...ends} />
  </>
);
