import type { GenericSchema } from 'valibot';

import type { Description } from '../protocol/requests.ts';
import { protocolVersion } from '../protocol/version.ts';
import { settingSchemas } from '../store/settings-reader.ts';
import { eventSchemas } from './events.ts';
import { requestSchemas } from './requests.ts';

/**
 * The whole protocol as JSON Schema (draft 7): what each request may carry beside its `type` and `id`,
 * what each event carries in `data`, and what each setting may be. The converter is only loaded when somebody asks.
 */
export async function describe(): Promise<Description> {
  const { toJsonSchema } = await import('@valibot/to-json-schema');
  const convert = (schemas: Readonly<Record<string, GenericSchema<unknown, unknown>>>) =>
    Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [
        name,
        // Checks that JSON Schema has no word for are left out: the daemon still makes them.
        toJsonSchema(schema, { errorMode: 'ignore' }) as object,
      ]),
    );
  return {
    protocol: protocolVersion,
    requests: convert(requestSchemas),
    events: convert(eventSchemas),
    settings: convert(Object.fromEntries(settingSchemas())),
  };
}
