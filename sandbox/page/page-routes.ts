import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { filterField } from "../../fleet/fleet-page";
import { html } from "../../fleet/html";
import { type Page, page } from "../../fleet/page";
import { tableScript } from "../../fleet/table-script";
import type { SandboxState } from "../world/sandbox-state";
import { liveParts } from "./live-parts";
import { liveScript } from "./live-script";
import { forgetCalls, switches } from "./switches";

/** How long after a change the page shows it, at most, in milliseconds. */
const pauseMs = 200;

const style = `
.plain { margin: .5rem 0; padding: 0; list-style: none; }
.calls li { padding: .2rem 0; border-bottom: 1px solid var(--line); }
code { font: .87em ui-monospace, monospace; }
form label { display: inline-flex; align-items: baseline; gap: .4rem; max-width: 100%; margin: 0 .75rem .5rem 0; }
form label > * { min-width: 0; }
form output { margin-left: .5rem; }
#live { color: var(--muted); }
`;

/** The page of the sandbox, and the stream of what changes on it. */
export function pageRoutes(sandbox: SandboxState): Hono {
  const routes = new Hono();

  routes.get("/", (context) => {
    const { text, policy } = livePage(sandbox);
    // What only a header can say: the page is in no frame, where its buttons could be under something else.
    return context.html(text, 200, {
      "content-security-policy": `${policy}; frame-ancestors 'none'`,
      "cache-control": "no-store",
    });
  });

  // The parts are compared as they are made, whatever changed them: calls, the clock, or a test that holds the sandbox.
  routes.get("/_events", (context) =>
    streamSSE(context, async (stream) => {
      let sent: Readonly<Record<string, string>> = {};
      while (!stream.aborted) {
        const parts = Object.entries(liveParts(sandbox)).map(([id, { text }]) => [id, text] as const);
        const changed = parts.filter(([id, text]) => sent[id] !== text);
        if (changed.length > 0) await stream.writeSSE({ data: JSON.stringify(Object.fromEntries(changed)) });
        sent = Object.fromEntries(parts);
        await stream.sleep(pauseMs);
      }
    }),
  );
  return routes;
}

function livePage(sandbox: SandboxState): Page {
  const { summary, numbers, agents, vendors, faults, calls } = liveParts(sandbox);
  const body = html`<header>
<h1>Sandbox</h1>
<p class="muted">Stand-ins for the vendors. Nothing here rings or costs anything. <span id="live" role="status"></span></p>
</header>
<main>
<div id="summary">${summary}</div>
${filterField}
<div id="numbers">${numbers}</div>
<h2>Calls</h2>
<div id="calls">${calls}</div>
${forgetCalls}
<h2>Vendors</h2>
<div id="vendors">${vendors}</div>
<h2>Faults that wait</h2>
<div id="faults">${faults}</div>
${switches([...sandbox.mounted.keys()])}
<h2>By agent</h2>
<div id="agents">${agents}</div>
</main>`;
  return page({ title: "Sandbox", body, style, scripts: [tableScript, liveScript], isLive: true });
}
