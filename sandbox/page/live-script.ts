/** Keeps the sandbox's page as the sandbox is, and sends what its switches say to the control calls. */
export const liveScript = `
"use strict";
(() => {
  const live = document.getElementById("live");

  function replace(parts) {
    const focused = document.activeElement?.closest("th[data-column]");
    const [caption, column] = [focused?.closest("table").caption.textContent, focused?.dataset.column];
    for (const [id, text] of Object.entries(parts)) document.getElementById(id).innerHTML = text;
    document.dispatchEvent(new Event("replaced"));
    if (!focused || focused.isConnected) return;
    const table = [...document.querySelectorAll("table")].find((each) => each.caption.textContent === caption);
    table?.querySelector('th[data-column="' + column + '"] button')?.focus();
  }

  const events = new EventSource("/_events");
  events.onopen = () => { live.textContent = "Live"; };
  events.onerror = () => { live.textContent = "The sandbox does not answer: this is how it was."; };
  events.onmessage = ({ data }) => replace(JSON.parse(data));

  const bodies = {
    faults: ({ times, ...others }) => ({ ...others, times: Number(times) }),
    numbers: ({ vendor, change, e164, country, price }) => ({
      vendor,
      [change]: change === "take" || change === "drop" ? [e164]
        : change === "price" ? [{ e164, price }]
        : [{ e164, country, ...(price !== "" && { price }) }],
    }),
    documents: ({ accepted, ...others }) => ({ ...others, accepted: accepted === "yes" }),
    clock: (values) => values,
    reset: () => undefined,
    calls: () => undefined,
  };

  async function send(form, button) {
    const { call } = form.dataset;
    const said = form.querySelector("output");
    const method = button?.dataset.method ?? "POST";
    const values = Object.fromEntries(new FormData(form, button));
    const body = method === "POST" ? bodies[call](values) : undefined;
    try {
      const response = await fetch("/_sandbox/" + call, { method, body: JSON.stringify(body) });
      said.textContent = response.ok ? "Done." : (await response.json()).error;
      said.className = response.ok ? "" : "bad";
    } catch {
      said.textContent = "The sandbox does not answer.";
      said.className = "bad";
    }
  }

  for (const form of document.forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void send(form, event.submitter);
    });
  }
  for (const each of document.querySelectorAll(".controls")) each.hidden = false;
})();
`;
