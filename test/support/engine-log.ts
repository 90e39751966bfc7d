import { Server, ServerCredentials, type sendUnaryData } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { nameOf } from "../../provider/domain/claim";

/** The engine's log, where a plugin's lines go. */
export class EngineLog {
  private constructor(
    private readonly server: Server,
    /** What a plugin is started with. */
    readonly address: string,
  ) {}

  /** @param show Is given each line as the engine shows it: with the name of its resource before it. */
  static async listen(show: (line: string) => void): Promise<EngineLog> {
    const server = new Server();
    server.addService(EngineService, {
      log({ request }: { request: LogRequest }, answer: sendUnaryData<Empty>) {
        const urn = request.getUrn();
        show(urn === "" ? request.getMessage() : `${nameOf(urn)}: ${request.getMessage()}`);
        answer(null, new Empty());
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    return new EngineLog(server, `127.0.0.1:${port}`);
  }

  close(): void {
    this.server.forceShutdown();
  }
}
