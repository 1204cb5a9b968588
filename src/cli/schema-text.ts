/** The parts of a JSON Schema (draft 7) that the daemon's schemas are made of. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** More choices than this are told where one asks for the message itself. */
const mostChoices = 12;

/** The fields of a message in a line: `session_id, wait?`; a question mark may be left out. */
export function fieldNames(schema: Schema): string {
  const names = Object.keys(schema.properties ?? {}).map((name) => name + mark(name, schema));
  return names.join(', ');
}

/** A row for each field: its name, and what it may be. */
export function fieldRows(schema: Schema): string[][] {
  return Object.entries(schema.properties ?? {}).map(([name, field]) => [
    name + mark(name, schema),
    kindOf(field),
  ]);
}

/** What a value may be, in words: `integer from 1 to 1000`, `auto | local`, `text or null`. */
export function kindOf(schema: Schema): string {
  const { anyOf, items, properties, type } = schema;
  const choices = choicesOf(schema);
  if (anyOf) {
    const kinds = anyOf.map(kindOf);
    return kinds.every((kind) => kind.includes(' | ') || kind === 'null')
      ? kinds.join(' | ')
      : kinds.join(' or ');
  }
  if (choices.length > 0) return choices.slice(0, mostChoices).join(' | ');
  if (type === 'array') return items ? `list of: ${kindOf(items)}` : 'list';
  if (type === 'object') return properties ? `{ ${fieldNames(schema)} }` : 'object';
  if (type === 'string') return 'text';
  if (type === 'boolean') return 'true or false';
  if (type === 'integer' || type === 'number') return type + range(schema);
  return typeof type === 'string' ? type : 'anything';
}

/** Every fixed value that a schema takes, null too; none where it takes others as well. */
export function choicesOf({ anyOf, enum: values, type }: Schema): string[] {
  if (anyOf) {
    const parts = anyOf.map(choicesOf);
    return parts.some((part) => part.length === 0) ? [] : parts.flat();
  }
  if (values) return values.map(String);
  return type === 'null' ? ['null'] : [];
}

function mark(name: string, { required = [] }: Schema): string {
  return required.includes(name) ? '' : '?';
}

/** The bounds of JSON's safe integers are no bounds that anybody has set. */
function range({ minimum, maximum }: Schema): string {
  const least = minimum === undefined ? '' : ` from ${minimum}`;
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
    ? least
    : `${least} to ${maximum}`;
}
