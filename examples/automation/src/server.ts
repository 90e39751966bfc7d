import { serve } from "@hono/node-server";
import { z } from "zod";
import { createApp } from "./app";
import { CustomerLines } from "./customer-lines";

const { WEBHOOK_SECRET, PORT, LOCK_PATIENCE_SECONDS } = z
  .object({
    // What a bearer token may have in it.
    WEBHOOK_SECRET: z.string().regex(/^[\w.~+/-]{32,}=*$/),
    PORT: z.coerce.number().int().min(0).default(8080),
    // A purchase that outlives this process takes no longer than that to come to its end.
    LOCK_PATIENCE_SECONDS: z.coerce.number().min(0).default(90),
  })
  .parse(process.env);

const lines = new CustomerLines({ lockPatienceMs: LOCK_PATIENCE_SECONDS * 1000 });
const server = serve({ fetch: createApp(lines, WEBHOOK_SECRET).fetch, port: PORT }, ({ port }) =>
  console.log(`listening on port ${port}`),
);

// What is under way is brought to its end.
process.on("SIGTERM", () => server.close());
