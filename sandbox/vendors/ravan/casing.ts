export type Row = Readonly<Record<string, unknown>>;

export function camelName(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function camelCased(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [camelName(name), value]));
}

/** A field or parameter under either spelling: gateways of this kind take both. */
export function either<Value>(read: (name: string) => Value | undefined, name: string): Value | undefined {
  return read(name) ?? read(camelName(name));
}
