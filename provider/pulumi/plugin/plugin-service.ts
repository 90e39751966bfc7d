import {
  type handleUnaryCall,
  type ServiceError,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  DiffResponse,
  GetSchemaResponse,
  type InvokeRequest,
  InvokeResponse,
  PropertyDiff,
  ProviderHandshakeResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { wellFormed } from "../../domain/characters";
import { isDefaultProvider, projectPart } from "../../domain/claim";
import { PhoneError } from "../../domain/errors";
import type { Properties } from "../../domain/properties";
import { isUnknownValue } from "../../domain/unknown-value";
import type { ConfigurationReader } from "../../host/configuration";
import { configurationFaults, emptyKeys } from "../../host/configuration-faults";
import { holdsUnknown } from "../../lifecycle/context";
import { UnfinishedResource } from "../../lifecycle/steps/keep-state";
import { vendorDefinitions } from "../../vendors";
import { installedText } from "../installed-text";
import { mirroring } from "../mirroring";
import { openContext, type Surroundings, useContext } from "../open-context";
import * as runtime from "../runtime";
import type { EngineLog } from "./engine-log";
import { initFailure } from "./init-failure";
import { isShown } from "./open-settings";
import {
  differingArguments,
  foresee,
  getNumber,
  importNumber,
  inventory,
  withAsked,
} from "./plugin-handlers";
import { plain, type Received, received, sent } from "./wire";

/** What the engine asks a plugin. One process serves one provider, which is one configuration. */
export class PluginService {
  private config: ConfigurationReader | undefined;
  private project: string | undefined;
  private running = 0;
  private ended: (() => void) | undefined;

  /**
   * @param log Where lines are shown.
   * @param schema The package's schema, as JSON.
   * @param surroundings What its contexts have around them; by default what this process has.
   */
  constructor(
    private readonly log: Pick<EngineLog, "tell" | "under">,
    private readonly schema: string,
    private readonly surroundings: Omit<Surroundings, "tell"> = {},
  ) {}

  /** Ends when every call that is under way has been answered. */
  async finished(): Promise<void> {
    if (this.running > 0)
      await new Promise<void>((resolve) => {
        this.ended = resolve;
      });
  }

  get implementation(): UntypedServiceImplementation {
    const unary = this.unary.bind(this);
    return {
      handshake: unary(async () => new ProviderHandshakeResponse().setAcceptSecrets(true)),
      getPluginInfo: unary(async () => new PluginInfo().setVersion(this.version)),
      getSchema: unary(async () => new GetSchemaResponse().setSchema(this.schema)),
      checkConfig: unary((request: CheckRequest) => this.checkConfig(request)),
      diffConfig: unary((request: DiffRequest) => this.diffConfig(request)),
      configure: unary((request: ConfigureRequest) => this.configure(request)),
      invoke: unary((request: InvokeRequest) => this.invoke(request)),
      check: unary((request: CheckRequest) => this.check(request)),
      diff: unary((request: DiffRequest) => this.diff(request)),
      create: unary((request: CreateRequest) => this.create(request)),
      read: unary((request: ReadRequest) => this.read(request)),
      update: unary((request: UpdateRequest) => this.update(request)),
      delete: unary((request: DeleteRequest) => this.delete(request)),
      // What is under way is paid for: it ends, and nothing new is begun by the engine.
      cancel: unary(async () => new Empty()),
    };
  }

  private get version(): string {
    return (JSON.parse(this.schema) as { version: string }).version;
  }

  private async checkConfig(request: CheckRequest): Promise<CheckResponse> {
    const given = settingsOf(received(request.getNews()));
    this.project = projectPart(request.getUrn());
    const isDefault = isDefaultProvider(request.getUrn());
    const named = plain(request.getNews()?.toJavaScript() ?? {}) as Properties;
    const faults = [
      ...(isDefault ? [] : emptyKeys(named, vendorDefinitions)),
      ...configurationFaults(given, vendorDefinitions, this.project),
    ];
    return new CheckResponse().setInputs(request.getNews()).setFailuresList(
      faults.map(({ key, reason }) => {
        const name = key.replace(/^phone:/, "");
        // The engine shows the value of a property that is named, also a secret one. The reason names it as well.
        return new CheckFailure().setProperty(isShown(name) ? name : "").setReason(reason);
      }),
    );
  }

  // Other keys are no reason to buy other numbers: those of another account are noticed where they are used.
  private async diffConfig(request: DiffRequest): Promise<DiffResponse> {
    const [olds, news] = [received(request.getOlds()), received(request.getNews())];
    const isSame = JSON.stringify(olds.properties) === JSON.stringify(news.properties);
    const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
    return new DiffResponse().setChanges(isSame ? DIFF_NONE : DIFF_SOME);
  }

  private async configure(request: ConfigureRequest): Promise<ConfigureResponse> {
    const settings = settingsOf(received(request.getArgs()));
    const config = { get: (key: string) => settings[key], rawConfig: settings, projectName: this.project };
    const context = openContext(config, { ...this.surroundings, tell: this.log.tell });
    // Each call that needs it fails by itself.
    context.catch(() => {});
    useContext(config, context);
    this.config = config;
    return new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
  }

  private async invoke(request: InvokeRequest): Promise<InvokeResponse> {
    const { properties, secrets } = received(request.getArgs());
    const name = request.getTok().split(":").at(-1) ?? "";
    const call = Object.hasOwn(inventory, name) ? inventory[name] : undefined;
    if (call === undefined) throw unimplemented(`there is no function ${request.getTok()}`);
    const numbers = await this.log.under("", async () => call(this.configured(), properties));
    return new InvokeResponse().setReturn(sent({ numbers }, secrets.length > 0 ? ["numbers"] : []));
  }

  private async check(request: CheckRequest): Promise<CheckResponse> {
    const urn = request.getUrn();
    const olds = received(request.getOlds());
    const news = received(request.getNews());
    const secretOutputs = mirroring(news.secrets);
    const given = {
      organization: null,
      ...news.properties,
      claim: urn,
      ...(secretOutputs.length > 0 && { secretOutputs }),
      ...(news.secrets.length > 0 && { secretArguments: news.secrets }),
    };
    const { inputs, failures } = await this.log.under(urn, () =>
      runtime.check(this.configured(), olds.properties, given),
    );
    return new CheckResponse()
      .setInputs(sent(inputs, news.secrets))
      .setFailuresList(
        failures.map(({ property, reason }) => new CheckFailure().setProperty(property).setReason(reason)),
      );
  }

  private async diff(request: DiffRequest): Promise<DiffResponse> {
    const urn = request.getUrn();
    const news = received(request.getNews()).properties;
    const asked = received(request.getOldInputs()).properties;
    const olds = withAsked(received(request.getOlds()).properties, asked, news);
    const { changes, replaces, deleteBeforeReplace } = await this.log.under(urn, () =>
      runtime.diff(this.configured(), request.getId(), olds, news),
    );
    const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
    const changed = changes ? [...new Set([...differingArguments(olds, news), ...replaces])] : [];
    // In an up only what is deleted before something else is replaced is compared with values that are not known: with replaceOnChanges the
    // engine would delete a number for one of them, and ask nobody. Where the program allows that the preview is to show it.
    const isShown = (name: string) => replaces.includes(name) || news.replaceable === true;
    const differing = changed.filter(
      (name) => isShown(name) || !holdsUnknown({ isUnknown: isUnknownValue }, news[name]),
    );
    // Where nothing differs, such as in a purchase that is to be settled, or what differs is not known, the engine finds the words.
    const isDetailed = differing.length > 0 && differing.length === changed.length;
    const response = new DiffResponse()
      .setChanges(changes ? DIFF_SOME : DIFF_NONE)
      .setReplacesList(replaces)
      .setDiffsList(differing)
      .setDeletebeforereplace(deleteBeforeReplace)
      .setHasdetaileddiff(isDetailed);
    const details = response.getDetaileddiffMap();
    for (const name of isDetailed ? differing : []) {
      const kind = kindOf(olds[name], news[name], replaces.includes(name));
      details.set(name, new PropertyDiff().setKind(kind).setInputdiff(true));
    }
    return response;
  }

  private async create(request: CreateRequest): Promise<CreateResponse> {
    const { properties, secrets } = received(request.getProperties());
    return this.keeping(request.getUrn(), secrets, async () => {
      const response = new CreateResponse();
      if (request.getPreview()) {
        const { outs } = await foresee(this.configured(), properties);
        return response.setProperties(outputsSent(outs, secrets));
      }
      const { id, outs } = await runtime.create(this.configured(), properties);
      return response.setId(id).setProperties(outputsSent(outs, secrets));
    });
  }

  private async update(request: UpdateRequest): Promise<UpdateResponse> {
    const asked = received(request.getOldInputs()).properties;
    const before = received(request.getOlds());
    const olds = withAsked(before.properties, asked);
    const { properties, secrets } = received(request.getNews());
    // What is foreseen, and what an update that failed has left, has what was asked for before.
    const all = [...new Set([...secrets, ...before.secrets])];
    return this.keeping(request.getUrn(), all, async () => {
      const response = new UpdateResponse();
      if (request.getPreview()) {
        const { outs } = await foresee(this.configured(), properties, olds);
        return response.setProperties(outputsSent(outs, all));
      }
      const { outs } = await runtime.update(this.configured(), request.getId(), olds, properties);
      return response.setProperties(outputsSent(outs, secrets));
    });
  }

  private async read(request: ReadRequest): Promise<ReadResponse> {
    const [urn, id] = [request.getUrn(), request.getId()];
    const before = received(request.getProperties());
    const inputs = received(request.getInputs());
    const secrets = [...before.secrets, ...inputs.secrets];
    const seen = await this.log.under(urn, () => {
      // The engine sends no properties at all for an import, none to look at a number of somebody else, and its state for a refresh.
      if (!request.hasProperties()) return importNumber(this.configured(), urn, id);
      if (before.properties.claim === undefined) return getNumber(this.configured(), urn, id);
      const state = { ...before.properties, claim: urn };
      return runtime.read(this.configured(), id, withAsked(state, inputs.properties));
    });
    const response = new ReadResponse();
    if (seen.id === undefined) return response;
    return response
      .setId(seen.id)
      .setProperties(outputsSent(seen.props, secrets))
      .setInputs(sent(seen.inputs, secrets));
  }

  private async delete(request: DeleteRequest): Promise<Empty> {
    const urn = request.getUrn();
    const { properties } = received(request.getProperties());
    await this.log.under(urn, () =>
      runtime.delete(this.configured(), request.getId(), { ...properties, claim: urn }),
    );
    return new Empty();
  }

  /** Does what may leave a number that is not as asked: then the engine is given its state with the error. */
  private async keeping<T>(urn: string, secrets: readonly string[], work: () => Promise<T>): Promise<T> {
    try {
      return await this.log.under(urn, work);
    } catch (error) {
      if (!(error instanceof UnfinishedResource)) throw error;
      throw initFailure(error, outputsSent(error.properties, secrets));
    }
  }

  private configured(): ConfigurationReader {
    if (this.config === undefined) throw new Error("the plugin was not configured");
    return this.config;
  }

  private unary<Request, Response>(
    work: (request: Request) => Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    return ({ request }, answer) => {
      this.running++;
      work(request)
        .then(
          (response) => answer(null, response),
          (error: unknown) => answer(asStatus(error)),
        )
        .finally(() => {
          this.running--;
          if (this.running === 0) this.ended?.();
        });
    };
  }
}

// A stack that moves to the dynamic provider can be refreshed and destroyed at once: there the text is looked for in the state.
function outputsSent(outs: Properties, secrets: readonly string[]) {
  return sent({ ...outs, __provider: installedText }, secrets);
}

/** Settings by their full keys. What is not text is JSON, as in the configuration of a stack. */
function settingsOf({ properties }: Received): Readonly<Record<string, string>> {
  const settings = Object.entries(properties).filter(
    ([name, value]) => !notOurs.includes(name) && !isUnknownValue(value),
  );
  return Object.fromEntries(
    settings.map(([name, value]) => [
      `phone:${name}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

// What the engine itself keeps among a provider's inputs.
const notOurs = ["version", "pluginDownloadURL", "__internal"];

function kindOf(before: unknown, now: unknown, replaces: boolean): PropertyDiff.Kind {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
  if (before === undefined) return replaces ? ADD_REPLACE : ADD;
  if (now === undefined) return replaces ? DELETE_REPLACE : DELETE;
  return replaces ? UPDATE_REPLACE : UPDATE;
}

function unimplemented(details: string): Partial<ServiceError> {
  return { code: status.UNIMPLEMENTED, details };
}

/** An error as the engine is told it: one that speaks to the reader in its own words alone. */
function asStatus(error: unknown): Partial<ServiceError> {
  if (isStatus(error)) return error;
  const details = PhoneError.isInstance(error)
    ? error.message
    : error instanceof Error
      ? error.stack
      : undefined;
  return { code: status.UNKNOWN, details: wellFormed(details ?? String(error)) };
}

function isStatus(error: unknown): error is Partial<ServiceError> {
  return !PhoneError.isInstance(error) && typeof Object(error).code === "number";
}
