import { readFile } from "node:fs/promises";
import path from "node:path";
import { TLSSocket } from "node:tls";
import { expect, test } from "vitest";
import { connectProxy } from "../support/connect-proxy";
import { childEnvironment } from "../support/environment";
import { runOrThrow } from "../support/run";
import { type PhoneStack, programOf, refused, withPhoneStack } from "./support";

// A host that nobody has: only the proxy leads to it.
const host = "api.plivo.test";
const credentials = "somebody:pa55word";
const program = programOf({ main: { vendor: "plivo", country: "US" } });

/** A certificate of the host, by itself its own authority. */
async function certificate({ project }: PhoneStack) {
  const [key, cert] = ["key.pem", "cert.pem"].map((file) => path.join(project.workDir, file)) as [
    string,
    string,
  ];
  const subject = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject];
  await runOrThrow("openssl", [...args, "-keyout", key, "-out", cert], { env: childEnvironment() });
  return { key: await readFile(key), cert: await readFile(cert), file: cert };
}

/** The stack reaches Plivo's API by https, at that host, through a proxy. */
function configure(phones: PhoneStack, proxy: string, authority: string, variable = "HTTPS_PROXY"): void {
  Object.assign(phones.project.environment, {
    PLIVO_BASE_URL: `https://${host}/plivo`,
    PLIVO_AUTH_ID: phones.authId,
    PLIVO_AUTH_TOKEN: phones.token,
    [variable]: `http://${credentials}@${proxy}`,
    NODE_EXTRA_CA_CERTS: authority,
    // In small letters, the proxy is taken by what Pulumi's processes say to each other on this machine, too.
    ...(variable === "https_proxy" && { no_proxy: "127.0.0.1,localhost" }),
  });
}

test.each(["HTTPS_PROXY", "https_proxy"])(
  "a number is bought and released where only the proxy of %s leads to the vendor",
  async (variable) => {
    await withPhoneStack({ program, access: "none" }, async (phones) => {
      const { key, cert, file } = await certificate(phones);
      const proxy = await connectProxy({
        credentials,
        leadsTo: phones.sandbox.port,
        between(client, server) {
          const end = new TLSSocket(client as ConstructorParameters<typeof TLSSocket>[0], {
            isServer: true,
            key,
            cert,
          });
          end.on("error", () => server.destroy());
          end.pipe(server).pipe(end);
        },
      });
      configure(phones, proxy.address, file, variable);
      expect(await phones.preview()).toContain("main: picked +1");
      await phones.up();
      await phones.destroy();
      expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
      expect(new Set(proxy.asked)).toEqual(new Set([`${host}:443`]));
    });
  },
);

test("a proxy that opens no way is named in one line, without its password, and nothing is bought", async () => {
  await withPhoneStack({ program, access: "none" }, async (phones) => {
    const { file } = await certificate(phones);
    const proxy = await connectProxy({ credentials, refusal: 502, leadsTo: 1 });
    configure(phones, proxy.address, file);
    const printed = refused(await phones.stack.up());
    expect(printed).toContain(
      `the proxy of HTTPS_PROXY, ${proxy.address}, opens no way to ${host}: it says 502, so nothing was changed`,
    );
    expect(printed).not.toMatch(/pa55word|somebody/);
    expect(printed).not.toContain(phones.token);
    expect(phones.calls).toEqual([]);
  });
});
