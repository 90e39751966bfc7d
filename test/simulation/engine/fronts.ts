import type { Metadata, status } from "@grpc/grpc-js";
import type * as messages from "@pulumi/pulumi/proto/provider_pb";
import {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ErrorResourceInitFailed,
  ReadRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { ConfigurationReader } from "../../../provider/host/configuration";
import { openContext, type Surroundings, useContext } from "../../../provider/pulumi/open-context";
import { PluginService } from "../../../provider/pulumi/plugin/plugin-service";
import { received, sent } from "../../../provider/pulumi/plugin/wire";
import * as runtime from "../../../provider/pulumi/runtime";
import type { Args, Row } from "./checkpoint";

/** What the engine asks of whatever serves a stack's numbers. Throws errors that may have a state, as {@link ProviderError}. */
export interface Provider {
  check(urn: string, olds: Args, news: Args, secrets: readonly string[]): Promise<Checked>;
  diff(row: Row, inputs: Args): Promise<Difference>;
  create(urn: string, inputs: Args, secrets: readonly string[]): Promise<{ id: string; outs: Args }>;
  update(row: Row, urn: string, inputs: Args, secrets: readonly string[]): Promise<{ outs: Args }>;
  /** Without an id: it is gone. */
  read(row: Row): Promise<{ id?: string; props?: Args; inputs?: Args }>;
  delete(row: Row): Promise<void>;
}

interface Checked {
  readonly inputs: Args;
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

interface Difference {
  readonly changes: boolean;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** An error of a provider; with an id and properties the resource is there all the same. */
export interface ProviderError extends Error {
  readonly id?: string;
  readonly properties?: Args;
  readonly reasons?: readonly string[];
}

type Open = (
  configuration: ReadonlyMap<string, string>,
  surroundings: Surroundings & { readonly tell: (line: string) => void },
) => Provider;

/** The class of the package: its handlers, called as the SDK calls them. */
const dynamic: Open = (configuration, surroundings) => {
  const config: ConfigurationReader = { get: (key) => configuration.get(key) };
  useContext(config, openContext(config, surroundings));
  const text = { __provider: "text" };
  return {
    async check(urn, olds, news) {
      const { inputs, failures } = await runtime.check(config, olds, { ...news, claim: urn, ...text });
      return { inputs: { ...inputs, ...text }, failures };
    },
    diff: (row, inputs) => runtime.diff(config, row.id, row.outputs, inputs),
    create: (_, inputs) => bare(runtime.create(config, inputs)),
    update: (row, _, inputs) => bare(runtime.update(config, row.id, row.outputs, inputs)),
    async read(row) {
      const { id, props, ...more } = await runtime.read(config, row.id, row.outputs);
      return { ...more, ...(id && { id }), ...(props && { props: stored(props) }) };
    },
    delete: (row) => runtime.delete(config, row.id, row.outputs),
  };
};

/** What an answer marks as secret is in the state as such, and comes back bare; also what an error carries. */
async function bare<T extends { readonly outs: Args }>(answer: Promise<T>): Promise<T> {
  try {
    const made = await answer;
    return { ...made, outs: stored(made.outs) };
  } catch (error) {
    const { properties } = error as ProviderError;
    if (properties !== undefined) Object.assign(error as object, { properties: stored(properties) });
    throw error;
  }
}

function stored(properties: Args): Args {
  return received(sent(properties, [])).properties;
}

/** The plugin: its service, asked by the engine's own messages. */
const plugin: Open = (configuration, surroundings) => {
  const { tell } = surroundings;
  const log = { tell, under: <T>(_: string, work: () => Promise<T>) => work() };
  const service = new PluginService(log, "{}", surroundings).implementation;
  const call = <Request, Response>(method: string, request: Request): Promise<Response> =>
    new Promise((resolve, reject) => {
      const handle = service[method] as (call: { request: Request }, answer: Answer<Response>) => void;
      handle({ request }, (error, response) => {
        if (error !== null) reject(errorOf(error));
        else resolve(response as Response);
      });
    });
  const settings = [...configuration].map(([key, value]) => [key.replace(/^phone:/, ""), value]);
  const configured = call(
    "configure",
    new ConfigureRequest().setArgs(sent(Object.fromEntries(settings), [])),
  );
  return {
    async check(urn, olds, news, secrets) {
      await configured;
      const request = new CheckRequest().setUrn(urn).setNews(sent(news, secrets)).setOlds(sent(olds, []));
      const response: messages.CheckResponse = await call("check", request);
      const failures = response.getFailuresList();
      return {
        inputs: received(response.getInputs()).properties,
        failures: failures.map((each) => ({ property: each.getProperty(), reason: each.getReason() })),
      };
    },
    async diff({ urn, id, inputs: before, outputs, options: { secretInputs = [] } }, inputs) {
      await configured;
      const request = new DiffRequest().setUrn(urn).setId(id);
      request.setOlds(sent(outputs, secretInputs)).setOldInputs(sent(before, secretInputs));
      request.setNews(sent(inputs, secretInputs));
      const response: messages.DiffResponse = await call("diff", request);
      return {
        changes: response.getChanges() === DiffResponse.DiffChanges.DIFF_SOME,
        replaces: response.getReplacesList(),
        deleteBeforeReplace: response.getDeletebeforereplace(),
      };
    },
    async create(urn, inputs, secrets) {
      await configured;
      const request = new CreateRequest().setUrn(urn).setProperties(sent(inputs, secrets));
      const response: messages.CreateResponse = await call("create", request);
      return { id: response.getId(), outs: received(response.getProperties()).properties };
    },
    async update({ id, inputs: before, outputs, options: { secretInputs = [] } }, urn, inputs, secrets) {
      await configured;
      const request = new UpdateRequest().setUrn(urn).setId(id);
      request.setOlds(sent(outputs, secretInputs)).setOldInputs(sent(before, secretInputs));
      request.setNews(sent(inputs, secrets));
      const response: messages.UpdateResponse = await call("update", request);
      return { outs: received(response.getProperties()).properties };
    },
    async read({ urn, id, inputs, outputs, options: { secretInputs = [] } }) {
      await configured;
      const request = new ReadRequest().setUrn(urn).setId(id);
      request.setProperties(sent(outputs, secretInputs)).setInputs(sent(inputs, secretInputs));
      const response: messages.ReadResponse = await call("read", request);
      if (response.getId() === "") return {};
      return {
        id: response.getId(),
        props: received(response.getProperties()).properties,
        inputs: received(response.getInputs()).properties,
      };
    },
    async delete({ urn, id, outputs, options: { secretInputs = [] } }) {
      await configured;
      const request = new DeleteRequest().setUrn(urn).setId(id);
      await call("delete", request.setProperties(sent(outputs, secretInputs)));
    },
  };
};

/** What can serve a stack's numbers: the type that is in their URNs, and how a run opens it. */
export const fronts = {
  dynamic: { type: "pulumi-nodejs:dynamic/phone:PhoneNumber", open: dynamic },
  plugin: { type: "phone:index:PhoneNumber", open: plugin },
} as const;

export type Front = keyof typeof fronts;

interface Refusal {
  readonly code?: status;
  readonly details?: string;
  readonly metadata?: Metadata;
}

type Answer<Response> = (error: Refusal | null, response?: Response) => void;

/** A refusal as the engine reads it: a state that comes with it is kept. */
function errorOf({ details = "", metadata }: Refusal): ProviderError {
  const [binary] = metadata?.get("grpc-status-details-bin") ?? [];
  const error = new Error(details);
  if (binary === undefined) return error;
  const [any] = Status.deserializeBinary(Buffer.from(binary)).getDetailsList();
  const failed = ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
  return Object.assign(error, {
    id: failed.getId(),
    properties: received(failed.getProperties()).properties,
    reasons: failed.getReasonsList(),
  });
}
