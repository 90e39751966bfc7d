import { must } from "./outcome";

// One part of a path: no slash, backslash or control character in any spelling, and not of dots alone.
const part = "(?!\\.+(?:/|$))(?:[\\w~!*'()+.@:,$&;=-]|%(?!2[Ff]|5[Cc]|[01]|7[Ff])[0-9A-F]{2})+";

const endpoints: Readonly<Record<string, string>> = {
  plivo: `/v1/Account/MA[A-Z0-9]{18}/((PhoneNumber|Number)/(\\d+/)?|(Application|Zentrunk/Trunk|Subaccount)/${part}/)`,
  bolna: `/(phone-numbers/(search|all|buy|${part})|v2/agent/${part}|inbound/(setup|unlink))`,
  ravan: `/api/v1/phone-numbers/(list|buy/|selected-telephony|available-numbers/[A-Z]{2}/|%2B\\d+/release/)`,
  sondos: `/api/user/(phone-numbers/(search|all|purchase|${part})|assistants/get|assistant/${part})`,
  cald: `/client/api/v1/(phonenumbers|agents)(/${part})?`,
};

/** Whether a request goes to an address that the vendor documents, with headers of one line each. */
export function mustBeDocumented(
  vendor: string,
  { origin, path, headers }: { origin: string; path: string; headers: Readonly<Record<string, string>> },
): void {
  must(origin === "https://sim.test", `a call to ${origin}`);
  const [address = ""] = path.split("?");
  must(new RegExp(`^/${vendor}${endpoints[vendor]}$`).test(address), `a call to ${path}`);
  must(!/[\s#\\]/.test(path), `a call to ${path}`);
  for (const [name, value] of Object.entries(headers))
    must(/^[a-z-]+$/.test(name) && /^[\x20-\x7e]+$/.test(value), `the header ${name}: ${value}`);
}
