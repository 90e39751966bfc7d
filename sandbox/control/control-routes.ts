import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Duration } from "../world/clock";
import type { Control } from "./control";
import { ControlError, type DocumentsInput, type FaultInput, type NumbersInput } from "./control-input";

// The rows of ten thousand numbers are two of them.
const largestBody = 4 * 1024 * 1024;

/** The control calls over HTTP. What they are given is checked by `Control`, whatever its type claims here. */
export function controlRoutes(control: Control): Hono {
  const routes = new Hono();
  routes.use(
    bodyLimit({
      maxSize: largestBody,
      onError: (context) =>
        context.json({ error: `body: is larger than ${largestBody / 1024 / 1024} MiB`, field: "body" }, 413),
    }),
  );

  routes.get("/", (context) => context.json({ vendors: control.vendors() }));
  routes.get("/state", (context) => context.json(control.state()));

  routes.get("/calls", (context) => context.json(control.calls(context.req.query("vendor"))));
  routes.delete("/calls", (context) => {
    control.clearCalls();
    return context.json(control.calls());
  });

  routes.get("/faults", (context) => context.json(control.faults()));
  routes.post("/faults", async (context) => {
    const fault = control.postFault((await readJson(context)) as FaultInput);
    return context.json(fault);
  });
  routes.delete("/faults", (context) => {
    control.clearFaults();
    return context.json(control.faults());
  });

  routes.post("/numbers", async (context) => {
    const report = control.changeNumbers((await readJson(context)) as NumbersInput);
    return context.json(report);
  });

  routes.post("/documents", async (context) => {
    const documents = control.judgeDocuments((await readJson(context)) as DocumentsInput);
    return context.json(documents);
  });

  routes.get("/clock", (context) => context.json({ now: control.now() }));
  routes.post("/clock", async (context) => {
    const now = control.advance((await readJson(context)) as { advance: Duration });
    return context.json({ now });
  });

  routes.post("/reset", (context) => {
    control.reset();
    return context.json({ vendors: control.vendors() });
  });

  routes.onError((error, context) => {
    if (!(error instanceof ControlError)) throw error;
    return context.json({ error: error.message, field: error.field }, 400);
  });
  return routes;
}

async function readJson(context: Context): Promise<unknown> {
  return context.req.json().catch(() => {
    throw new ControlError("body", "is not JSON");
  });
}
