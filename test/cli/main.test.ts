import { describe, expect, test } from "vitest";
import { run } from "./run-cli";

describe("pulumi-phone", () => {
  test("an unknown command exits 2 and says so", () => {
    const { status, stderr } = run("bogus");
    expect(status).toBe(2);
    expect(stderr).toContain("bogus");
  });

  test("no command exits 2, --help exits 0", () => {
    expect(run().status).toBe(2);
    const { status, stdout } = run("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("sandbox");
  });
});
