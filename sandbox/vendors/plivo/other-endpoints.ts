import { answer, notFound, PlivoRefusal } from "./answers";
import { complianceRows } from "./compliance";
import type { Handler, Plivo } from "./context";
import type { Application, Subaccount } from "./directory";
import { type ListForm, page, Query } from "./query";

const created = "2024-01-15";
const objects: ListForm = { rows: "objects", noPage: "" };

export const getAccount: Handler = ({ directory: { authId } }, { caller }) => {
  if (!caller.isMain) throw notFound();
  return answer(200, {
    account_type: "standard",
    address: "",
    auth_id: authId,
    auto_recharge: false,
    billing_mode: "prepaid",
    cash_credits: "100.00000",
    city: "",
    name: "Sandbox",
    resource_uri: `/v1/Account/${authId}/`,
    state: "",
    timezone: "UTC",
  });
};

export const listApplications: Handler = (plivo, request) => {
  if (!request.caller.isMain) throw notFound();
  const query = new Query(request.query);
  const prefix = query.text("app_name") ?? "";
  // All of them are the main account's.
  const rows = query.text("subaccount") === undefined ? plivo.directory.applications : [];
  const named = rows.filter(({ name }) => name.startsWith(prefix));
  return page(request, named, (application) => applicationRow(plivo, application), objects);
};

export const getApplication: Handler = (plivo, { caller, id }) => {
  const application = plivo.directory.applications.find((entry) => entry.id === id);
  if (application === undefined || !caller.isMain) throw notFound();
  return answer(200, applicationRow(plivo, application));
};

function applicationRow({ directory: { authId } }: Plivo, { id, name }: Application) {
  return {
    answer_method: "POST",
    answer_url: "https://agents.example.com/answer",
    app_id: id,
    app_name: name,
    default_app: false,
    default_endpoint_app: false,
    enabled: true,
    fallback_answer_url: "",
    fallback_method: "POST",
    hangup_method: "POST",
    hangup_url: "https://agents.example.com/hangup",
    message_method: "POST",
    message_url: "",
    public_uri: false,
    resource_uri: `/v1/Account/${authId}/Application/${id}/`,
    sip_uri: `sip:${id}@app.plivo.com`,
    sub_account: null,
  };
}

export const listSubaccounts: Handler = (plivo, request) => {
  if (!request.caller.isMain) throw notFound();
  const { subaccounts } = plivo.directory;
  return page(request, subaccounts, (subaccount) => subaccountRow(plivo, subaccount), objects);
};

export const getSubaccount: Handler = (plivo, { caller, id }) => {
  const subaccount = plivo.directory.subaccounts.find((entry) => entry.authId === id);
  if (subaccount === undefined || !caller.isMain) throw notFound();
  return answer(200, subaccountRow(plivo, subaccount));
};

function subaccountRow({ directory }: Plivo, { authId, authToken, name }: Subaccount) {
  return {
    account: `/v1/Account/${directory.authId}/`,
    auth_id: authId,
    auth_token: authToken,
    created: created,
    enabled: true,
    modified: null,
    name,
    resource_uri: `/v1/Account/${directory.authId}/Subaccount/${authId}/`,
  };
}

export const getTrunk: Handler = ({ directory: { trunks } }, { caller, id }) => {
  const trunk = trunks.find((entry) => entry.id === id);
  if (trunk === undefined || !caller.isMain) throw new PlivoRefusal(404, "trunk not found", "Error");
  return answer(200, {
    trunk_id: trunk.id,
    name: trunk.name,
    trunk_direction: trunk.direction,
    trunk_domain: `${trunk.id}.zt.plivo.com`,
    trunk_status: "enabled",
    secure: false,
  });
};

/** Those that the sandbox's control call has accepted: none can be made here. */
export const listComplianceApplications: Handler = (plivo, request) =>
  page(request, complianceRows(plivo), (row) => row, { rows: "compliances", noPage: null });
