/** What a setting may be, as far as its schema says. */
export type Kind = { readonly isNullable: boolean; readonly defaultValue: unknown } & (
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | {
      readonly kind: 'number';
      readonly least: number;
      readonly most: number;
      readonly isWhole: boolean;
    }
  | { readonly kind: 'list' }
  | { readonly kind: 'text' }
);

/** The words of JSON Schema (draft 7) that settings are described in. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
}

/** Reads from a setting's JSON Schema how it is asked for. */
export function kindOf(described: object): Kind {
  const schema: Schema = described;
  const { anyOf: forms = [schema] } = schema;
  const isNullable = forms.some(({ type }) => type === 'null');
  const form = forms.find(({ type }) => type !== 'null') ?? schema;
  const common = { isNullable, defaultValue: schema.default };
  if (form.enum) return { ...common, kind: 'choice', options: form.enum };
  const { type = 'string', minimum: least = -Infinity, maximum: most = Infinity } = form;
  if (type === 'boolean') return { ...common, kind: 'switch' };
  if (type === 'array') return { ...common, kind: 'list' };
  if (type === 'number' || type === 'integer')
    return { ...common, kind: 'number', least, most, isWhole: type === 'integer' };
  return { ...common, kind: 'text' };
}

/** The value of a setting by its dotted key. */
export function valueAt(settings: object, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>(
      (at, part) =>
        typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined,
      settings,
    );
}
