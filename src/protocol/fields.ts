/** The fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value from JSON is an object, and no array. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of a value from JSON; none when it is no object. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}
