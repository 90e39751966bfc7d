import { type Output, runtime } from "@pulumi/pulumi";

/** What the program has declared: type, name and arguments of each resource. */
export const declared: runtime.MockResourceArgs[] = [];

/** Has Pulumi hand every resource to this test in the place of the engine: nothing is bought, and no CLI is needed. */
export async function usePulumiMocks(stack: string, config: Record<string, string>): Promise<void> {
  runtime.setAllConfig(config);
  await runtime.setMocks(
    {
      newResource(resource) {
        declared.push(resource);
        const e164 = `+1415555010${declared.length}`;
        return { id: e164, state: { ...resource.inputs, e164 } };
      },
      call: () => ({}),
    },
    "phone-unit-tests",
    stack,
  );
}

export function resolved<T>(output: Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
