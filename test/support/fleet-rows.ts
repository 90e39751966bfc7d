import type { FleetRow } from "../../fleet/fleet-row";

/** An active number of Plivo's that no stack has, for 0.80 USD. */
export function fleetRow(values: Partial<FleetRow> = {}): FleetRow {
  return {
    e164: "+14155550100",
    vendor: "plivo",
    account: null,
    agent: null,
    subaccount: null,
    label: null,
    stack: null,
    resource: null,
    status: "active",
    statusReason: null,
    monthlyPrice: { amount: "0.80", currency: "USD" },
    renewsAt: "2026-12-07",
    finding: null,
    ...values,
  };
}

/** What a fleet can have in it: two stacks, two currencies, an orphan, an open purchase, and a label that is no one's friend. */
export const mixedFleet: readonly FleetRow[] = [
  fleetRow({
    e164: "+14155550101",
    agent: "agent-b",
    stack: "phones/prod",
    resource: "support",
    label: "Main line",
  }),
  fleetRow({
    e164: "+14155550102",
    agent: "agent-a",
    stack: "phones/prod",
    resource: "sales",
    monthlyPrice: { amount: "10.00", currency: "USD" },
    renewsAt: "2026-12-01",
  }),
  fleetRow({
    e164: "+14155550103",
    agent: "agent-a",
    stack: "phones/dev",
    resource: "sales",
    label: "</td><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">",
    status: "lapsing",
    statusReason: "its renewal is turned off",
    monthlyPrice: { amount: "9.00", currency: "EUR" },
  }),
  fleetRow({
    e164: "+14155550105",
    stack: "phones/dev",
    resource: "night",
    monthlyPrice: null,
    renewsAt: null,
  }),
  fleetRow({ e164: "+14155550104", finding: "orphan", monthlyPrice: { amount: "1.20", currency: "USD" } }),
  fleetRow({
    e164: null,
    stack: "phones/prod",
    resource: "front",
    status: "unsettled",
    statusReason: "a purchase was begun: pulumi up takes it up again",
    finding: "unsettled",
    renewsAt: null,
  }),
];
