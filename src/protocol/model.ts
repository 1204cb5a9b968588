/** A model of the local engine: one that is installed, one of the catalogue, or both. */
export interface ListedModel {
  /** What `--model` and the setting `engines.local.model` take. */
  readonly name: string;
  readonly title: string;
  /** Null where its manifest cannot be read. */
  readonly kind: string | null;
  readonly languages: readonly string[];
  /** What is downloaded; null where that is not known. */
  readonly size_bytes: number | null;
  readonly license: string | null;
  /** The page that describes it, or where it comes from. */
  readonly source: string | null;
  readonly installed: boolean;
  /** Whether the next dictation with the local engine takes it. */
  readonly in_use: boolean;
  /** Where it is, or would be. */
  readonly path: string;
  /** How far its download is; `total_bytes` is null where the server does not say. */
  readonly downloading: {
    readonly received_bytes: number;
    readonly total_bytes: number | null;
  } | null;
  /** Why it cannot be used though it is installed; null when all is well. */
  readonly problem: string | null;
}

/** A model's name, as `list_models` tells it. */
export interface ModelName {
  readonly name: string;
}

/** Where a model was put, and what it was held against. */
export interface ModelOrigin {
  readonly path: string;
  /** SHA-256 of what was downloaded. */
  readonly sha256: string;
  /** Whose checksum it is: `learnt` is taken from the first download, where its publisher gives none. */
  readonly checksum: 'publisher' | 'learnt';
}
