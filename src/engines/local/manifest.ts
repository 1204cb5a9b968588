import { readFileSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, normalize, sep } from 'node:path';

import { isFields, type Fields } from '../../protocol/fields.ts';
import { modelingUnits, modelKinds, trades, type ModelingUnit, type ModelKind } from './kinds.ts';

/** A model on disk, as its `manifest.json` describes it; all of its files were there when it was read. */
export interface Manifest {
  /** Name of its folder. */
  readonly name: string;
  readonly kind: ModelKind;
  /** Absolute paths, by the role that each file plays. */
  readonly files: Readonly<Record<string, string>>;
  /** Codes of the languages that it understands; at least one, but for what tells speech from silence. */
  readonly languages: readonly string[];
  readonly licence: string;
  /** Where it comes from, for people. */
  readonly source: string;
  /** What the model was trained on; sherpa-onnx resamples to it. Default 16,000. */
  readonly sampleRateHz: number;
  /** Mel bins of its features. Default 80. */
  readonly featureDim: number;
  /** sherpa-onnx's name for a variant, for example `nemo_transducer`; null lets it find out. */
  readonly modelType: string | null;
  /** Whether it writes punctuation by itself. Default: as its kind usually does. */
  readonly punctuates: boolean;
  /** What its tokens are; null where that is not known, and words cannot be given to it. */
  readonly modelingUnit: ModelingUnit | null;
  /** This much silence ends what was said, for a streaming model. Default 1,200. */
  readonly endpointSilenceMs: number;
  /** So much without a pause is cut, for a streaming model. Default 120,000: it may be inside a word. */
  readonly endpointLongestMs: number;
}

/** Name of the file that makes a folder a model. */
export const manifestName = 'manifest.json';

/** Reads a model's manifest. Throws an `Error` that names the file, the key and what is allowed. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, manifestName);
  const fail = (problem: string): never => {
    throw new Error(`${path}: ${problem}`);
  };
  const fields = parse(readFileSync(path, 'utf8'), fail);
  const known = Object.keys(modelKinds).join(', ');
  const { kind } = fields;
  if (!isModelKind(kind)) return fail(`“kind” is ${shown(kind)}; allowed: ${known}.`);
  return {
    name: basename(folder),
    kind,
    files: filesOf(folder, { kind, files: fields['files'], fail }),
    languages: kind === 'vad' ? [] : languagesOf(fields['languages'], fail),
    licence: textOf(fields, 'licence', fail),
    source: textOf(fields, 'source', fail),
    sampleRateHz: numberOf(
      fields,
      { key: 'sample_rate_hz', least: 8000, most: 48_000, usual: 16_000 },
      fail,
    ),
    featureDim: numberOf(fields, { key: 'feature_dim', least: 1, most: 512, usual: 80 }, fail),
    modelType: fields['model_type'] === undefined ? null : textOf(fields, 'model_type', fail),
    punctuates: truthOf(fields, { key: 'punctuates', usual: trades[kind].punctuates }, fail),
    modelingUnit: unitOf(fields['modeling_unit'], fail),
    endpointSilenceMs: numberOf(
      fields,
      { key: 'endpoint_silence_ms', least: 100, most: 60_000, usual: 1200 },
      fail,
    ),
    endpointLongestMs: numberOf(
      fields,
      { key: 'endpoint_longest_ms', least: 5000, most: 3_600_000, usual: 120_000 },
      fail,
    ),
  };
}

type Fail = (problem: string) => never;
function parse(text: string, fail: Fail): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail(`is not JSON: ${(error as Error).message}`);
  }
  return isFields(value) ? value : fail('holds no JSON object.');
}

function filesOf(
  folder: string,
  { kind, files, fail }: { kind: ModelKind; files: unknown; fail: Fail },
): Record<string, string> {
  const sets: readonly (readonly string[])[] = modelKinds[kind];
  const wanted = sets.map((roles) => roles.join(', ')).join('; or ');
  const given = isFields(files) ? files : fail(`“files” is ${shown(files)}; it names: ${wanted}.`);
  const roles = sets.find((set) => set.every((role) => role in given));
  if (!roles)
    return fail(`“files” has ${shown(Object.keys(given))}; a “${kind}” model needs: ${wanted}.`);
  return Object.fromEntries(
    roles.map((role) => [role, fileOf(folder, { role, name: given[role], fail })]),
  );
}

function fileOf(
  folder: string,
  { role, name, fail }: { role: string; name: unknown; fail: Fail },
): string {
  const key = `“files.${role}”`;
  if (typeof name !== 'string' || name === '')
    return fail(`${key} is ${shown(name)}; allowed: the name of a file in the model's folder.`);
  // A model may come from anywhere: what it names must not lead out of its own folder.
  const inside = normalize(name);
  if (isAbsolute(inside) || inside.split(sep)[0] === '..')
    return fail(`${key} is ${shown(name)}, outside the model's folder, which is not allowed.`);
  const path = join(folder, inside);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    return fail(`${key}: there is no file ${path}. Install the model again.`);
  return path;
}

function languagesOf(value: unknown, fail: Fail): string[] {
  const isList =
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item): item is string => typeof item === 'string' && item !== '');
  return isList
    ? value
    : fail(`“languages” is ${shown(value)}; allowed: a list of codes such as ["en", "de"].`);
}

function textOf(fields: Fields, key: string, fail: Fail): string {
  const value = fields[key];
  return typeof value === 'string' && value !== ''
    ? value
    : fail(`“${key}” is ${shown(value)}; allowed: a text.`);
}

function numberOf(
  fields: Fields,
  { key, least, most, usual }: { key: string; least: number; most: number; usual: number },
  fail: Fail,
): number {
  const value = fields[key] ?? usual;
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
    ? value
    : fail(`“${key}” is ${shown(value)}; allowed: a whole number from ${least} to ${most}.`);
}

function truthOf(
  fields: Fields,
  { key, usual }: { key: string; usual: boolean },
  fail: Fail,
): boolean {
  const value = fields[key] ?? usual;
  return typeof value === 'boolean'
    ? value
    : fail(`“${key}” is ${shown(value)}; allowed: true, false.`);
}

function unitOf(value: unknown, fail: Fail): ModelingUnit | null {
  if (value === undefined) return null;
  return (
    modelingUnits.find((unit) => unit === value) ??
    fail(`“modeling_unit” is ${shown(value)}; allowed: ${modelingUnits.join(', ')}.`)
  );
}

function isModelKind(value: unknown): value is ModelKind {
  return typeof value === 'string' && Object.hasOwn(modelKinds, value);
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 100);
}
