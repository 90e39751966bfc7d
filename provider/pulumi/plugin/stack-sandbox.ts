import { parseJson } from "../../domain/parse-json";

const variables = { sandbox: "PHONE_SANDBOX", sandboxToken: "PHONE_SANDBOX_TOKEN" } as const;

/**
 * The sandbox of the stack's configuration, as the environment has it. A provider of the program's own inherits nothing of that configuration,
 * and in a stack on a sandbox it must not buy anything real.
 *
 * @param configuration What the engine puts into `PULUMI_CONFIG`: an object of the keys of `phone:`, without `phone:`.
 */
export function sandboxOfStack(configuration = ""): Record<string, string> {
  const values = parseJson(configuration);
  if (typeof values !== "object" || values === null) return {};
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, variable]) => {
      const value = (values as Record<string, unknown>)[name];
      return typeof value === "string" && value !== "" ? [[variable, value]] : [];
    }),
  );
}
