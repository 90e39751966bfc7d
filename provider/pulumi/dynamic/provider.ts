import type { dynamic } from "@pulumi/pulumi";

type Properties = Record<string, unknown>;

type Runtime = typeof import("../runtime");

/**
 * The dynamic provider of a package that is linked. Its text is stored in the state of every number and run again by every later
 * version, so it holds no code of its own: each method hands its arguments to the `pulumi-phone/runtime` of then.
 *
 * The methods use import() as text has no file of its own: require() would not find the package by its own name in the package's
 * own folder.
 */
const linked = {
  config: undefined as dynamic.Config | undefined,
  // Stored before any await: calls may arrive while this is still running.
  async configure(request: dynamic.ConfigureRequest): Promise<void> {
    this.config = request.config;
  },
  async check(olds: Properties, news: Properties) {
    return (await import("pulumi-phone/runtime")).check(this.config as dynamic.Config, olds, news);
  },
  async diff(id: string, olds: Properties, news: Properties) {
    return (await import("pulumi-phone/runtime")).diff(this.config as dynamic.Config, id, olds, news);
  },
  async create(inputs: Properties) {
    return (await import("pulumi-phone/runtime")).create(this.config as dynamic.Config, inputs);
  },
  async read(id: string, props: Properties) {
    return (await import("pulumi-phone/runtime")).read(this.config as dynamic.Config, id, props);
  },
  async update(id: string, olds: Properties, news: Properties) {
    return (await import("pulumi-phone/runtime")).update(this.config as dynamic.Config, id, olds, news);
  },
  async delete(id: string, props: Properties) {
    return (await import("pulumi-phone/runtime")).delete(this.config as dynamic.Config, id, props);
  },
};

/**
 * The one of a package that is installed, of which Pulumi stores a `require` of this module, as `module.exports` is the object itself.
 * It works also where import() finds no packages: under Yarn's Plug'n'Play without its loader of ES modules.
 */
const installed = {
  ...linked,
  async check(olds: Properties, news: Properties) {
    return runtime().check(this.config as dynamic.Config, olds, news);
  },
  async diff(id: string, olds: Properties, news: Properties) {
    return runtime().diff(this.config as dynamic.Config, id, olds, news);
  },
  async create(inputs: Properties) {
    return runtime().create(this.config as dynamic.Config, inputs);
  },
  async read(id: string, props: Properties) {
    return runtime().read(this.config as dynamic.Config, id, props);
  },
  async update(id: string, olds: Properties, news: Properties) {
    return runtime().update(this.config as dynamic.Config, id, olds, news);
  },
  async delete(id: string, props: Properties) {
    return runtime().delete(this.config as dynamic.Config, id, props);
  },
};

// On demand: a program that declares numbers only needs the object.
function runtime(): Runtime {
  return require("../runtime");
}

const provider: typeof linked = /[\\/]node_modules[\\/]/.test(__filename) ? installed : linked;

export = provider;
