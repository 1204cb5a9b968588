import { fieldsOf, isFields } from '../../protocol/fields.ts';

/** A model that can be downloaded, as the catalogue describes it. */
export interface CatalogueModel {
  /** Its folder's name, once it is installed. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** One of the kinds in `local/manifest.ts`. */
  readonly kind: string;
  /** Codes of the languages that it understands. */
  readonly languages: readonly string[];
  /** What is downloaded, in bytes; null where it is not known. */
  readonly sizeBytes: number | null;
  /** What its files take on the disk, in bytes; null where it is not known. */
  readonly installedBytes: number | null;
  readonly licence: string;
  /** The page of its publisher that describes it. */
  readonly source: string;
  /** A `.tar.bz2` with one folder that holds the files, or the one file itself. */
  readonly url: string;
  /** SHA-256 of what is downloaded, in hexadecimal, as its publisher gives it; null where none is given. */
  readonly sha256: string | null;
  /** Names of the files, by the role that each plays; nothing else is taken out of the archive. */
  readonly files: Readonly<Record<string, string>>;
  /** sherpa-onnx's name of a variant; null lets it find out. */
  readonly modelType: string | null;
}

const namePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const filePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const sha256Pattern = /^[0-9a-f]{64}$/;

/** Reads a catalogue. Throws an `Error` that names the model, the key and what is allowed. */
export function readCatalogue(value: unknown): readonly CatalogueModel[] {
  const { models } = fieldsOf(value);
  if (!Array.isArray(models)) throw new Error('The catalogue has no list “models”.');
  const read = models.map(readModel);
  const names = new Set<string>();
  for (const { name } of read) {
    if (names.has(name)) throw new Error(`The catalogue has two models “${name}”.`);
    names.add(name);
  }
  return read;
}

/** Whether a download is an archive, or the one file of its model. */
export function isArchive({ url }: CatalogueModel): boolean {
  return url.endsWith('.tar.bz2');
}

/** The name under which a download is kept until it is installed. */
export function downloadName({ url }: CatalogueModel): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}

/**
 * Whether a model may come from an address: only over https, but for this machine's own, where a
 * mirror or a test may be.
 */
export function isSafeAddress({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true;
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

function readModel(value: unknown, at: number): CatalogueModel {
  const fields = fieldsOf(value);
  const fail = (key: string, allowed: string): never => {
    const name = typeof fields['name'] === 'string' ? fields['name'] : `number ${at + 1}`;
    throw new Error(
      `The catalogue's model ${name}: “${key}” is ${JSON.stringify(fields[key]) ?? 'missing'}; allowed: ${allowed}.`,
    );
  };
  const text = (key: string): string => {
    const found = fields[key];
    return typeof found === 'string' && found !== '' ? found : fail(key, 'a text');
  };
  const matching = (key: string, pattern: RegExp): string => {
    const found = text(key);
    return pattern.test(found) ? found : fail(key, `what matches ${pattern.source}`);
  };
  const bytes = (key: string): number | null => {
    const found = fields[key];
    if (found === null) return null;
    return typeof found === 'number' && Number.isSafeInteger(found) && found > 0
      ? found
      : fail(key, 'a whole number of bytes, or null');
  };
  const address = (key: string): string => {
    const found = text(key);
    return URL.canParse(found) && isSafeAddress(new URL(found))
      ? found
      : fail(key, 'an address that begins with https://');
  };
  const languages = (): string[] => {
    const found = fields['languages'];
    const isList =
      Array.isArray(found) && found.every((code) => typeof code === 'string' && code !== '');
    return isList ? (found as string[]) : fail('languages', 'a list of codes');
  };
  const files = (): Record<string, string> => {
    const found = fields['files'];
    const isMap =
      isFields(found) &&
      Object.keys(found).length > 0 &&
      Object.values(found).every((name) => typeof name === 'string' && filePattern.test(name));
    return isMap ? (found as Record<string, string>) : fail('files', 'names of files, by role');
  };
  return {
    name: matching('name', namePattern),
    title: text('title'),
    kind: text('kind'),
    languages: languages(),
    sizeBytes: bytes('size_bytes'),
    installedBytes: bytes('installed_bytes'),
    licence: text('licence'),
    source: text('source'),
    url: address('url'),
    sha256: fields['sha256'] === null ? null : matching('sha256', sha256Pattern),
    files: files(),
    modelType: fields['model_type'] === undefined ? null : text('model_type'),
  };
}
