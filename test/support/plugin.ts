import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Client, Metadata, ServiceError } from "@grpc/grpc-js";
import type * as provider from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { inject } from "vitest";
import { emptyFolder, emptyStackCli } from "./empty-stack-cli";
import { EngineLog } from "./engine-log";
import { childEnvironment } from "./environment";
import type { Front } from "./fronts";

// Both are the SDK's dependencies, not ours, and must be the very copies that the SDK uses.
const sdk = createRequire(require.resolve("@pulumi/pulumi"));
const grpc: typeof import("@grpc/grpc-js") = sdk("@grpc/grpc-js");
const { Struct: StructMessage }: typeof import("google-protobuf/google/protobuf/struct_pb") = sdk(
  "google-protobuf/google/protobuf/struct_pb",
);
const messages: typeof provider = sdk("./proto/provider_pb");
const services: typeof import("@pulumi/pulumi/proto/provider_grpc_pb") = sdk("./proto/provider_grpc_pb");
const { Status }: typeof import("@pulumi/pulumi/proto/status_pb") = sdk("./proto/status_pb");

export type Properties = Record<string, unknown>;

export interface PluginOptions {
  /** The text of a dynamic provider, as `serializeProvider` gives it, sent with every call; without one it is the package's own plugin. */
  readonly provider?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The Pulumi project that the engine would start it in; by default the installed project. */
  readonly folder?: string;
}

/** The error of a create or update that says: the resource exists, but is not finished. */
export class InitializationFailed extends Error {
  override readonly name = "InitializationFailed";

  constructor(
    message: string,
    readonly id: string,
    readonly properties: Properties,
    readonly reasons: readonly string[],
    /** The dynamic provider's text as the state will have it; without it nothing can be read or deleted there. */
    readonly provider: unknown,
  ) {
    super(message);
  }
}

/** The process of a provider, Pulumi's own for dynamic ones or the package's plugin, started and called as the engine does. */
export class Plugin {
  /** What the engine keeps of each resource beside its outputs. */
  private readonly inputs = new Map<string, Properties>();

  private constructor(
    private readonly child: ChildProcess,
    private readonly client: Client & InstanceType<typeof services.ResourceProviderClient>,
    private readonly provider: string | undefined,
    private readonly log: EngineLog,
    private readonly lines: readonly string[],
  ) {}

  static async start(options: PluginOptions): Promise<Plugin> {
    const folder = options.folder ?? inject("projectFolder");
    const { resolve } = createRequire(path.join(folder, "index.js"));
    const entry =
      options.provider === undefined
        ? path.join(folder, "node_modules/pulumi-phone/plugin/phone.js")
        : resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const lines: string[] = [];
    const log = await EngineLog.listen((line) => lines.push(line));
    const child = spawn(process.execPath, [entry, log.address], {
      cwd: folder,
      env: childEnvironment(
        { PULUMI_NODEJS_PROJECT: "harness", PULUMI_HOME: emptyFolder(), ...options.environment },
        [emptyStackCli()],
      ),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = createInterface({ input: child.stdout });
    createInterface({ input: child.stderr }).on("line", (line) => lines.push(line));
    const port = await Promise.race([
      once(output, "line").then(([line]) => String(line)),
      once(child, "exit").then(([status]) => {
        log.close();
        throw new Error(`the plugin ended with status ${status}\n${lines.join("\n")}`);
      }),
    ]);
    output.on("line", (line) => lines.push(line));
    const client = new services.ResourceProviderClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
    );
    return new Plugin(child, client, options.provider, log, lines);
  }

  /** What serves a number: a dynamic provider, or the package's plugin. */
  get front(): Front {
    return this.provider === undefined ? "plugin" : "dynamic";
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** What the provider told so far: on either output, or in the engine's log, with the resource's name before it as the engine shows it. */
  get output(): string {
    return this.lines.join("\n");
  }

  /** Gives the stack's config, under full names such as `phone:plivoAuthId`. */
  async configure(config: Readonly<Record<string, string>>): Promise<void> {
    // The engine gives a plugin what is its own.
    const own = Object.entries(config).map(([key, value]) => [key.replace(/^phone:/, ""), value]);
    const args = this.front === "plugin" ? Object.fromEntries(own) : config;
    const request = new messages.ConfigureRequest().setArgs(struct(args)).setAcceptsecrets(true);
    await this.call<provider.ConfigureResponse>((done) => this.client.configure(request, done));
  }

  /** Without old inputs, as for a new resource, or with them. */
  async check(
    news: Properties,
    olds: Properties = {},
  ): Promise<{ inputs: Properties; failures: { property: string; reason: string }[] }> {
    // A dynamic provider is told no URN: the resource class registers it.
    const { claim: _, ...registered } = news;
    const request = new messages.CheckRequest()
      .setUrn(urnOf(news))
      .setOlds(struct(Object.keys(olds).length > 0 ? this.withProvider(olds) : {}))
      .setNews(struct(this.withProvider(this.front === "plugin" ? registered : news)));
    const response = await this.call<provider.CheckResponse>((done) => this.client.check(request, done));
    return { inputs: plain(response.getInputs()), failures: response.toObject().failuresList };
  }

  async diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{
    changes: "unknown" | "none" | "some";
    replaces: string[];
    differing: string[];
    deleteBeforeReplace: boolean;
  }> {
    const request = new messages.DiffRequest()
      .setUrn(urnOf(news))
      .setId(id)
      .setOlds(struct(this.withProvider(olds)))
      .setOldInputs(struct(this.withProvider(this.inputsOf(id, olds))))
      .setNews(struct(this.withProvider(news)));
    const response = await this.call<provider.DiffResponse>((done) => this.client.diff(request, done));
    return {
      changes: (["unknown", "none", "some"] as const)[response.getChanges()],
      replaces: response.getReplacesList(),
      differing: response.getDiffsList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  /** Throws `InitializationFailed` for a partial create. */
  async create(inputs: Properties): Promise<{ id: string; properties: Properties }> {
    const request = new messages.CreateRequest()
      .setUrn(urnOf(inputs))
      .setProperties(struct(this.withProvider(inputs)));
    const response = await this.call<provider.CreateResponse>((done) => this.client.create(request, done));
    this.inputs.set(response.getId(), inputs);
    return { id: response.getId(), properties: plain(response.getProperties()) };
  }

  /** An empty id means that the resource is gone. */
  async read(
    id: string,
    properties: Properties,
  ): Promise<{ id: string; properties: Properties; inputs: Properties }> {
    const request = new messages.ReadRequest()
      .setUrn(urnOf(properties))
      .setId(id)
      .setProperties(struct(this.withProvider(properties)))
      .setInputs(struct(this.withProvider(this.inputsOf(id, properties))));
    const response = await this.call<provider.ReadResponse>((done) => this.client.read(request, done));
    const inputs = plain(response.getInputs());
    this.inputs.set(id, inputs);
    return { id: response.getId(), properties: plain(response.getProperties()), inputs };
  }

  /** Throws `InitializationFailed` for a partial update. */
  async update(id: string, olds: Properties, news: Properties): Promise<Properties> {
    const request = new messages.UpdateRequest()
      .setUrn(urnOf(news))
      .setId(id)
      .setOlds(struct(this.withProvider(olds)))
      .setOldInputs(struct(this.withProvider(this.inputsOf(id, olds))))
      .setNews(struct(this.withProvider(news)));
    const response = await this.call<provider.UpdateResponse>((done) => this.client.update(request, done));
    this.inputs.set(id, news);
    return plain(response.getProperties());
  }

  async delete(id: string, properties: Properties): Promise<void> {
    const request = new messages.DeleteRequest()
      .setUrn(urnOf(properties))
      .setId(id)
      .setProperties(struct(this.withProvider(properties)))
      .setOldInputs(struct(this.withProvider(this.inputsOf(id, properties))));
    await this.call((done) => this.client.delete(request, done));
  }

  /** Ends the process, as the engine does after its last call. */
  async stop(): Promise<void> {
    this.client.close();
    this.log.close();
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }

  private withProvider(properties: Properties): Properties {
    return this.provider === undefined ? properties : { ...properties, __provider: this.provider };
  }

  /** What was asked for a resource last; of one that this process has not made, its outputs have all of it. */
  private inputsOf(id: string, outputs: Properties): Properties {
    return this.inputs.get(id) ?? outputs;
  }

  private call<Response>(
    start: (done: (error: ServiceError | null, response: Response) => void) => unknown,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      start((error, response) => {
        if (error)
          reject(initializationFailure(error.metadata) ?? new Error(error.details, { cause: error }));
        else resolve(response);
      });
    });
  }
}

/** Gives a new plugin process to the work and ends it afterwards, however the work ends. */
export async function withPlugin<T>(
  options: PluginOptions,
  work: (plugin: Plugin) => Promise<T>,
): Promise<T> {
  const plugin = await Plugin.start(options);
  try {
    return await work(plugin);
  } finally {
    await plugin.stop();
  }
}

function initializationFailure(metadata: Metadata): InitializationFailed | undefined {
  const [bytes] = metadata.get("grpc-status-details-bin");
  if (!(bytes instanceof Buffer)) return undefined;
  const status = Status.deserializeBinary(bytes);
  const detail = status
    .getDetailsList()
    .map((any) =>
      any.unpack(messages.ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed"),
    )
    .find((unpacked) => unpacked !== null);
  if (!detail) return undefined;
  return new InitializationFailed(
    status.getMessage(),
    detail.getId(),
    plain(detail.getProperties()),
    detail.getReasonsList(),
    detail.getProperties()?.toJavaScript().__provider,
  );
}

function urnOf({ claim }: Properties): string {
  return typeof claim === "string" ? claim : "";
}

function struct(properties: Properties): Struct {
  return StructMessage.fromJavaScript(properties as Parameters<typeof StructMessage.fromJavaScript>[0]);
}

/** A dynamic provider's text comes back with all properties, and says nothing to a test. */
function plain(message: Struct | undefined): Properties {
  const { __provider: _text, ...properties } = (message?.toJavaScript() ?? {}) as Properties;
  return properties;
}
