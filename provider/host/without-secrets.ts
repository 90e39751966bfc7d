import { redactor } from "../http/redact";
import type { Environment } from "./configuration";

/** Text with the addresses in it as they may be shown: one may have a password in it, or a key in its query. */
export function withoutSecrets(text: string): string {
  return text.replace(/\b([a-z][a-z\d+.-]*:\/\/)(\S*)/gi, (_, scheme: string, rest: string) => {
    // A file has neither, and a path may have a name with an "@".
    if (/^file:/i.test(scheme)) return scheme + rest;
    // Of a password that is not written as an address has it, nobody can tell where it ends.
    if (/[?#].*@/.test(rest)) return `${scheme}…${rest.slice(rest.search(/["':,]*$/))}`;
    const isName = /^[\w.-]+\/@/.test(rest);
    return scheme + rest.slice(isName ? 0 : rest.lastIndexOf("@") + 1).replace(/[?#][^"']*/, "");
  });
}

// What is shorter, or a plain word, may be said by the CLI itself, and without it the text would say nothing.
const shortestSecret = 8;
const plainWord = /^[a-z]{1,12}$/;

/** What the Pulumi CLI says, to be quoted: also without what it was given by the environment. */
export function quotable(said: string, environment: Environment): string {
  const { PULUMI_ACCESS_TOKEN: token, PULUMI_CONFIG_PASSPHRASE: passphrase } = environment;
  // With a blank in it, it is no address any more where it is quoted.
  const [, login] = /:\/\/(.*\s.*)@/s.exec(environment.PULUMI_BACKEND_URL ?? "") ?? [];
  const secrets = [token, passphrase].filter(
    (secret) => secret && secret.length >= shortestSecret && !plainWord.test(secret),
  );
  return withoutSecrets(redactor([...secrets, login].flatMap((secret) => secret ?? []))(said));
}
