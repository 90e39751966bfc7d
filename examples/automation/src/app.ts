import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { validator } from "hono/validator";
import { z } from "zod";
import { type CustomerLines, NotKnownYetError } from "./customer-lines";

/** It is the stack's name as well. */
const customerId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

const eventSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("customer.created"),
    customer: z.strictObject({
      id: customerId,
      areaCode: z
        .string()
        .regex(/^[2-9]\d{2}$/)
        .optional(),
    }),
  }),
  z.strictObject({
    type: z.literal("customer.cancelled"),
    customer: z.strictObject({ id: customerId }),
  }),
]);

// Each is a Pulumi CLI with its processes. Who is turned away sends the event again.
const mostCustomersAtOnce = 10;

/** The service: events of customers come in at `/webhook`, and `/customers/<id>` tells what has become of them. */
export function createApp(lines: CustomerLines, secret: string): Hono {
  const app = new Hono();

  // It compares in constant time.
  app.use(bearerAuth({ token: secret }));

  app.post(
    "/webhook",
    bodyLimit({ maxSize: 16 * 1024 }),
    validator("json", (value, context) => {
      const parsed = eventSchema.safeParse(value);
      return parsed.success ? parsed.data : context.json({ error: z.prettifyError(parsed.error) }, 400);
    }),
    async (context) => {
      const { type, customer } = context.req.valid("json");
      if (lines.busy >= mostCustomersAtOnce) {
        return context.json({ error: "busy" }, 503, { "Retry-After": "30" });
      }
      // The answer waits for the end: a sender that gets none, because it waited no longer or because this process has died, sends the
      // event again, and comes to the same run or goes on from where that one was cut off.
      const line = await (type === "customer.created"
        ? lines.open(customer.id, customer)
        : lines.close(customer.id));
      return context.json(line);
    },
  );

  app.get("/customers/:id", async (context) => {
    const id = customerId.safeParse(context.req.param("id"));
    const line = id.success ? await lines.find(id.data) : undefined;
    return line === undefined ? context.json({ error: "unknown" }, 404) : context.json(line);
  });

  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse();
    console.error(error);
    if (error instanceof NotKnownYetError)
      return context.json({ error: "not known yet" }, 503, { "Retry-After": "660" });
    return context.json({ error: "failed; send it again" }, 500);
  });

  return app;
}
