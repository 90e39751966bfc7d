import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../../domain/properties";
import { json } from "../../domain/properties";
import { secretSignature, signatureKey } from "../../domain/secret-signature";

/** Properties as the engine sent them: plain values, and the names of those that are secret or hold a secret. */
export interface Received {
  readonly properties: Properties;
  readonly secrets: readonly string[];
}

/** Reads properties of a request; none where it has none. */
export function received(message: Struct | undefined): Received {
  const sent = (message?.toJavaScript() ?? {}) as Properties;
  // A null says as much as a property that is not there, a secret one as well.
  const entries = Object.entries(sent).filter(([, value]) => plain(value) !== null);
  return {
    properties: Object.fromEntries(entries.map(([name, value]) => [name, plain(value)])),
    secrets: entries.filter(([, value]) => holdsSecret(value)).map(([name]) => name),
  };
}

/** Writes properties of a response; those of these names are secret. */
export function sent(properties: Properties, secrets: readonly string[]): Struct {
  const marked = Object.entries(json(properties)).map(([name, value]) => [
    name,
    secrets.includes(name) && value !== null && !holdsSecret(value) ? secret(value) : value,
  ]);
  return Struct.fromJavaScript(Object.fromEntries(marked) as Parameters<typeof Struct.fromJavaScript>[0]);
}

function secret(value: unknown): Properties {
  return { [signatureKey]: secretSignature, value };
}

/** A value without the envelopes of secrets in it. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  if (isSecret(value)) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

function holdsSecret(value: unknown): boolean {
  if (!isObject(value)) return false;
  return isSecret(value) || Object.values(value).some(holdsSecret);
}

function isSecret(value: Properties): boolean {
  return value[signatureKey] === secretSignature;
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null;
}
