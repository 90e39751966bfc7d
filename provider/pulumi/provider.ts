import type { dynamic } from "@pulumi/pulumi";

type Properties = Record<string, unknown>;

/**
 * The dynamic provider. Its text is stored in the state of every number and run again by every later version, so it holds
 * no code of its own: each method hands its arguments to the installed `pulumi-phone/runtime`.
 *
 * `module.exports` is the object itself, so that Pulumi stores a `require` of this module instead of the methods; where the
 * package is linked rather than installed the methods are stored, and work as text too. They use import() as text has no
 * file of its own: require() would not find the package by its own name in the package's own folder.
 */
const provider = {
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

export = provider;
