import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { vendorDefinitions } from "../../../provider/vendors";
import { repository } from "../../support/repository";

const text = (file: string) => readFileSync(path.join(repository, file), "utf8");

describe.each(vendorDefinitions.map(({ name }) => name))("the example of %s", (name) => {
  it("is a Pulumi project of its own, which runs this program and not the package around it", () => {
    expect(text(`examples/${name}/Pulumi.yaml`)).toMatch(/^main: index\.ts$/m);
  });

  it("is named in docs/reference.md", () => {
    expect(text("docs/reference.md")).toContain(`](../examples/${name}/index.ts)`);
  });

  it("stands in the vendor's page, word by word", () => {
    const program = text(`examples/${name}/index.ts`)
      .replace(/^(\/\/.*\n)+/, "")
      .trim();
    expect(text(`docs/vendors/${name}.md`)).toContain(program);
  });
});
