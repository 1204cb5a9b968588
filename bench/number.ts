/** A measured figure with its unit, on three digits or more: `1.23 ms`, `45,600 /s`. */
export function written(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const rounded = value.toLocaleString('en-GB', {
    minimumFractionDigits: Number.isInteger(value) ? 0 : digits,
    maximumFractionDigits: digits,
  });
  return unit === '' ? rounded : `${rounded} ${unit}`;
}
