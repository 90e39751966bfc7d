import { fstatSync, readFileSync } from "node:fs";
import path from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { printable, shortened } from "../../domain/characters";
import { firstReasonOf } from "../../domain/reason";
import { EngineLog } from "./engine-log";
import { PluginService } from "./plugin-service";
import { servedSchema } from "./served-schema";
import { sandboxOfStack } from "./stack-sandbox";

// The process of the plugin: the engine starts it with its own address, and reads the plugin's port from the first line.
async function startPlugin(): Promise<void> {
  Object.assign(process.env, sandboxOfStack(process.env.PULUMI_CONFIG));
  // The engine writes the keys there for plugins that read them so. What this process starts must not have them.
  delete process.env.PULUMI_CONFIG;
  const engine = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
  const schema = servedSchema(readFileSync(path.join(__dirname, "schema.json"), "utf8"), __dirname);
  const log = new EngineLog(engine);
  tellStrayErrors(log);
  const service = new PluginService(log, schema);
  // The state of many numbers in one answer, and texts of any length, are no reason to lose one.
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(ResourceProviderService, service.implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  process.stdout.write(`${port}\n`);
  endWithEngine(service);
}

/** What a vendor's module throws when nobody waits for it must not end a purchase that is under way. */
function tellStrayErrors(log: EngineLog): void {
  const tell = (error: unknown) =>
    log.tell(`an error that no call has caught: ${printable(shortened(firstReasonOf(error)))}`);
  process.on("uncaughtException", tell);
  process.on("unhandledRejection", tell);
}

/** An engine that is killed says nothing: its end of the pipe is gone. A purchase that is under way ends first. */
function endWithEngine(service: PluginService): void {
  const input = fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) return;
  process.stdin.on("error", () => {});
  process.stdin.resume().on("end", () => void service.finished().then(() => process.exit(0)));
}

void startPlugin();
