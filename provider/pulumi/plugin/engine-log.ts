import { AsyncLocalStorage } from "node:async_hooks";
import type { ServiceError } from "@grpc/grpc-js";
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { nameOf } from "../../domain/claim";

/** One call of the engine: the resource it is about, and the lines that are on their way. */
interface Call {
  readonly urn: string;
  readonly lines: Promise<void>[];
}

/**
 * The engine's log. It shows a line under the resource that it is about, which is that of the call in which it is told; what a
 * plugin prints is shown to nobody.
 */
export class EngineLog {
  private readonly calls = new AsyncLocalStorage<Call>();
  private readonly engine: EngineClient | undefined;

  /** @param address Of the engine; without one, lines go nowhere. */
  constructor(address: string | undefined) {
    this.engine = address === undefined ? undefined : new EngineClient(address, credentials.createInsecure());
  }

  /** Does the work of a call. Its lines have arrived when this ends. */
  async under<T>(urn: string, work: () => Promise<T>): Promise<T> {
    const call: Call = { urn, lines: [] };
    try {
      return await this.calls.run(call, work);
    } finally {
      await Promise.all(call.lines);
    }
  }

  /** Shows a line, under the resource of the call. */
  readonly tell = (line: string): void => {
    const call = this.calls.getStore();
    const urn = call?.urn ?? "";
    const title = `${nameOf(urn)}: `;
    // The engine writes the resource's name before it.
    const message = line.startsWith(title) ? line.slice(title.length) : line;
    const shown = this.show(new LogRequest().setSeverity(LogSeverity.INFO).setUrn(urn).setMessage(message));
    call?.lines.push(shown);
  };

  private show(request: LogRequest): Promise<void> {
    const { engine } = this;
    // A line that does not arrive stops nothing.
    return engine === undefined
      ? Promise.resolve()
      : new Promise((resolve) => engine.log(request, (_: ServiceError | null) => resolve()));
  }
}
