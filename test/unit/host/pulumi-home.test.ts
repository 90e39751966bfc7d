import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { backendUrl, pulumiHome } from "../../../provider/host/pulumi-home";

const cloud = "https://api.pulumi.com";
const bucket = "s3://states?region=eu-central-1";

let home = "";
let folder = "";

beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), "pulumi-home-"));
  folder = await mkdtemp(path.join(os.tmpdir(), "program-"));
});

/** Writes the file of a project, by default as YAML and where the program runs. */
async function project(backend: string, { file = "Pulumi.yaml", below = folder } = {}): Promise<void> {
  await mkdir(below, { recursive: true });
  await writeFile(path.join(below, file), `name: phones\nruntime: nodejs\nbackend:\n  url: ${backend}\n`);
}

async function login(text: string): Promise<void> {
  await writeFile(path.join(home, "credentials.json"), text);
}

const asLoggedIn = () => login(JSON.stringify({ current: cloud, accounts: { [cloud]: {} } }));

describe("the folder of Pulumi", () => {
  it("is what the environment says", () => {
    expect(pulumiHome({ PULUMI_HOME: "/elsewhere" })).toBe("/elsewhere");
  });

  it.each([{}, { PULUMI_HOME: "" }])("is below the user's own otherwise: %j", (environment) => {
    expect(pulumiHome(environment)).toBe(path.join(os.homedir(), ".pulumi"));
  });
});

describe("the backend in use", () => {
  it("is the one of the environment, whatever else there is", async () => {
    await project("s3://of-the-project");
    await asLoggedIn();
    expect(await backendUrl({ PULUMI_BACKEND_URL: bucket }, home, folder)).toBe(bucket);
  });

  it.each([{}, { PULUMI_BACKEND_URL: "" }])(
    "is the one of the project's file before that of the login: %j",
    async (environment) => {
      await project(bucket);
      await asLoggedIn();
      expect(await backendUrl(environment, home, folder)).toBe(bucket);
    },
  );

  it.each(["Pulumi.yaml", "Pulumi.yml"])("is read from a project's file %s", async (file) => {
    await project(bucket, { file });
    expect(await backendUrl({}, home, folder)).toBe(bucket);
  });

  it("is read from a project's file in JSON", async () => {
    const text = JSON.stringify({ name: "phones", runtime: "nodejs", backend: { url: bucket } });
    await writeFile(path.join(folder, "Pulumi.json"), text);
    expect(await backendUrl({}, home, folder)).toBe(bucket);
  });

  it("is found above the folder in which the program runs", async () => {
    await project(bucket);
    expect(await backendUrl({}, home, path.join(folder, "source", "deep"))).toBe(bucket);
  });

  it("is that of the nearest project, also when one above it names another", async () => {
    await project("s3://of-the-outer");
    const inner = path.join(folder, "inner");
    await project(bucket, { below: inner });
    expect(await backendUrl({}, home, inner)).toBe(bucket);
  });

  it("is that of the login where the nearest project names none, whatever one above it names", async () => {
    await project("s3://of-the-outer");
    const inner = path.join(folder, "inner");
    await mkdir(inner);
    await writeFile(path.join(inner, "Pulumi.yaml"), "name: inner\nruntime: nodejs\n");
    await asLoggedIn();
    expect(await backendUrl({}, home, inner)).toBe(cloud);
  });

  it("is that of the login where there is no project", async () => {
    await asLoggedIn();
    expect(await backendUrl({}, home, folder)).toBe(cloud);
  });

  it("is not known without a login", async () => {
    expect(await backendUrl({}, home, folder)).toBe("");
    expect(await backendUrl({}, path.join(home, "missing"), folder)).toBe("");
  });
});

describe("a relative folder of states", () => {
  it.each([
    ["file://.", ""],
    ["file://./states", "states"],
    ["file://states/of/it", "states/of/it"],
    ["file://./one/../two", "two"],
  ])("in the environment, %s, is another one in every folder", async (url, place) => {
    const other = await mkdtemp(path.join(os.tmpdir(), "program-"));
    const environment = { PULUMI_BACKEND_URL: url };
    expect(await backendUrl(environment, home, folder)).toBe(`file://${path.join(folder, place)}`);
    expect(await backendUrl(environment, home, other)).toBe(`file://${path.join(other, place)}`);
  });

  it.each([
    ["file://.", ""],
    ["file://./states", "states"],
  ])("in the project's file, %s, is below the folder of that file", async (url, place) => {
    await project(url);
    const expected = `file://${path.join(folder, place)}`;
    expect(await backendUrl({}, home, folder)).toBe(expected);
    expect(await backendUrl({}, home, path.join(folder, "source"))).toBe(expected);
  });

  it.each(["file://~", "file://~/states", "file:///states", bucket, "gs://states", "azblob://states", cloud])(
    "is not what %s is, which stays as it is",
    async (url) => {
      expect(await backendUrl({ PULUMI_BACKEND_URL: url }, home, folder)).toBe(url);
      await project(url);
      expect(await backendUrl({}, home, folder)).toBe(url);
    },
  );
});

describe("a file of another form", () => {
  it.each([
    ["broken YAML", "backend: [url: {"],
    ["a text", "phones"],
    ["nothing", ""],
    ["a backend that is a text", "backend: s3://states"],
    ["an URL that is a number", "backend:\n  url: 7"],
  ])("as the project's, %s, is the same as one that names no backend", async (_, text) => {
    await writeFile(path.join(folder, "Pulumi.yaml"), text);
    await asLoggedIn();
    expect(await backendUrl({}, home, folder)).toBe(cloud);
  });

  it.each([
    ["broken JSON", '{"current": "https'],
    ["nothing", ""],
    ["no current login", JSON.stringify({ accounts: {} })],
    ["a login that is no text", JSON.stringify({ current: null })],
  ])("as that of the login, %s, is the same as none", async (_, text) => {
    await login(text);
    expect(await backendUrl({}, home, folder)).toBe("");
  });

  it("is a folder of that name, too", async () => {
    await mkdir(path.join(folder, "Pulumi.yaml"));
    await mkdir(path.join(home, "credentials.json"));
    expect(await backendUrl({}, home, folder)).toBe("");
  });
});
