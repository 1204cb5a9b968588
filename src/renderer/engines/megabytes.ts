/** A size, as shops and servers count it: `487 MB`, `0.6 MB`. */
export function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} MB`;
}
