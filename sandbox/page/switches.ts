import { type Html, html } from "../../fleet/html";
import { defaultDelayMs, faultNames, operationNames } from "../world/faults";

/** The switches: a form for each control call. They work by the page's script, and are hidden until it runs. */
export function switches(vendors: readonly string[]): Html {
  return html`<section class="controls" hidden>
<h2>What goes wrong</h2>
<form data-call="faults">
${select("vendor", "Vendor", vendors)} ${select("operation", "Call", operationNames, "buy")} ${select("fault", "Fault", faultNames)}
${field("times", "Times", html`type="number" min="1" max="1000" value="1" required`)}
<button>Let it happen</button> <button data-method="DELETE" formnovalidate>Clear all</button>
${said}
<p class="muted">Waits for the next such call. Those that hold a call do so for ${defaultDelayMs / 1000} seconds.</p>
</form>
<h2>Stock and account</h2>
<form data-call="numbers">
${select("vendor", "Vendor", vendors)} ${select("change", "Change", changes)}
${field("e164", "Number", html`type="tel" pattern="[+][1-9][0-9]{6,14}" placeholder="+14155550123" required`)}
${countryField("US")} ${field("price", "Price", html`inputmode="decimal" pattern="[0-9]+([.][0-9]+)?" size="6"`)}
<button>Change</button>
${said}
</form>
<h2>Documents</h2>
<form data-call="documents">
${select("vendor", "Vendor", vendors)} ${countryField("IN")}
<button name="accepted" value="yes">Accept</button> <button name="accepted" value="no">Take back</button>
${said}
</form>
<h2>Clock</h2>
<form data-call="clock">
<button name="advance" value="1h">+ 1 hour</button> <button name="advance" value="1d">+ 1 day</button>
<button name="advance" value="30d">+ 30 days</button>
${said}
</form>
<h2>All over</h2>
<form data-call="reset"><button>Start over</button> ${said}
<p class="muted">As started: nothing owned, nothing asked, with the same keys.</p></form>
</section>`;
}

/** Forgets the calls. */
export const forgetCalls: Html = html`<form class="controls" data-call="calls" hidden
><button data-method="DELETE">Forget them</button> <output></output></form>`;

/** The members of a change of the numbers, and what they do. */
const changes = [
  ["add", "put up for sale"],
  ["take", "bought by another customer"],
  ["price", "give another price"],
  ["own", "owned from before"],
  ["drop", "vanished from the account"],
] as const;

const said = html`<output></output>`;

type Choice = string | readonly [value: string, text: string];

function select(name: string, label: string, choices: readonly Choice[], chosen?: string): Html {
  const options = choices.map((choice) => {
    const [value, text] = typeof choice === "string" ? [choice, choice] : choice;
    return html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`;
  });
  return html`<label>${label} <select name="${name}">${options}</select></label>`;
}

function field(name: string, label: string, attributes: Html): Html {
  return html`<label>${label} <input name="${name}" autocomplete="off" ${attributes}></label>`;
}

function countryField(country: string): Html {
  return field("country", "Country", html`pattern="[A-Z]{2}" size="3" value="${country}" required`);
}
