import * as v from 'valibot';

import type { Overrides } from '../protocol/settings.ts';
import {
  absolutePath,
  integerFrom,
  languageOrAuto,
  lineOfText,
  modelName,
  oneOf,
  outputs,
} from './setting-kinds.ts';
import { engineNames, longestSeconds } from './settings.ts';

/**
 * What one dictation may set for itself. Another field is an error: a word misspelt would silently
 * be lost. The message of each issue says what is allowed there.
 */
export const overridesSchema = v.strictObject({
  language: v.optional(v.nullable(languageOrAuto())),
  engine: v.optional(oneOf(engineNames)),
  model: v.optional(modelName()),
  preset: v.optional(lineOfText()),
  output: v.optional(outputs()),
  input_file: v.optional(absolutePath()),
  max_seconds: v.optional(integerFrom(1, longestSeconds)),
  working_dir: v.optional(absolutePath()),
  label: v.optional(lineOfText()),
}) satisfies v.GenericSchema<unknown, { [Key in keyof Overrides]: Overrides[Key] | undefined }>;
