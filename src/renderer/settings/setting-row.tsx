import type { ComponentChildren } from 'preact';

/** The ids that tie a field to its words. */
export interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

/** A setting's label, field, help and error, beside each other. */
export function SettingRow({
  name,
  label,
  help,
  error,
  isGroup = false,
  children,
}: {
  /** Makes the ids: one for each row of the page. */
  name: string;
  label: string;
  help?: ComponentChildren;
  error: string | null;
  /** Whether the field is several ones: the label names all of them then. */
  isGroup?: boolean;
  children: (ids: FieldIds) => ComponentChildren;
}) {
  const id = `setting-${name}`;
  const ids = {
    id,
    'aria-describedby': `${id}-help ${id}-error`,
    'aria-invalid': error !== null,
  };
  return (
    <div
      class="setting"
      role={isGroup ? 'group' : undefined}
      aria-labelledby={isGroup ? `${id}-label` : undefined}
    >
      <div class="setting-words">
        <label id={`${id}-label`} for={isGroup ? undefined : id}>
          {label}
        </label>
        <p id={`${id}-help`} class="setting-help">
          {help}
        </p>
      </div>
      <div class="setting-field">{children(ids)}</div>
      <p id={`${id}-error`} class="field-error" role="alert">
        {error}
      </p>
    </div>
  );
}
