import type { Child } from 'hono/jsx';

export interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  /** What is wrong with what was entered, and how to put it right. */
  error?: string | undefined;
  /** Makes the control; what it is given ties it to label, hint and error. */
  control: (attributes: {
    id: string;
    class: string;
    'aria-describedby'?: string;
    'aria-invalid'?: 'true';
  }) => Child;
}

/** A control with its label, hint and error. */
export const Field = ({ id, label, hint, error, control }: FieldProps) => {
  const described = [
    hint === undefined ? null : `${id}-hint`,
    error === undefined ? null : `${id}-error`,
  ].filter((name) => name !== null);
  return (
    <div class="form-field">
      <label for={id}>{label}</label>
      {control({
        id,
        class: 'field',
        ...(described.length === 0 ? {} : { 'aria-describedby': described.join(' ') }),
        ...(error === undefined ? {} : { 'aria-invalid': 'true' as const }),
      })}
      {error === undefined ? null : (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint === undefined ? null : (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
};
