/**
 * The part of a language code that engines know: `de` of `de-CH`, in lower case; null stays null.
 * Source: BCP 47, primary language subtag.
 */
export function primaryLanguage(code: string | null): string | null {
  return code?.split(/[-_]/)[0]?.toLowerCase() || null;
}
