import type { Answer } from "../../kit/stand-in";
import { VendorRefusal } from "../../kit/vendor-refusal";
import type { OwnedNumber } from "../../world/account";
import { varies } from "../../world/random";
import { bareMessage, ok, unknown } from "./answers";
import type { Bolna, BolnaRequest, Handler } from "./context";
import { createSubaccount, type Directory, type Subaccount } from "./directory";

const deleted = { message: "success", state: "deleted" };
const updated = { message: "success", state: "updated" };
const nothingToChange: Answer = {
  status: 400,
  body: { error: "No valid fields provided", status: "failure" },
};

/** The keys are in it, in clear. */
export const listSubaccounts = forAdmins(({ directory }) =>
  ok(directory.subaccounts.map((subaccount) => row(directory, subaccount))),
);

export const createSubaccountOf = forAdmins(({ directory, random, clock }, { body }) => {
  const { name, min_concurrency: min, max_concurrency: max = null, multi_tenant: tenants = false } = body;
  if (!isName(name)) throw bareMessage(400, "name is required");
  if (!isCount(min)) throw bareMessage(400, "min_concurrency is required");
  if (max !== null && !isCount(max)) throw bareMessage(400, "max_concurrency must be a whole number");
  const subaccount = createSubaccount(random, name, min, max, tenants === true);
  directory.subaccounts.push(subaccount);
  const now = clock.now().toISOString();
  return ok({
    ...row(directory, subaccount),
    user_id: directory.userId,
    db_name: null,
    db_host: null,
    db_port: null,
    db_user: null,
    db_password: null,
    created_at: now,
    updated_at: now,
  });
});

export const updateSubaccount = forAdmins((bolna, request) => {
  const subaccount = find(bolna, request);
  const { name, min_concurrency: min, max_concurrency: max } = request.body;
  if (!isName(name) && !isCount(min) && !isCount(max)) throw new VendorRefusal(nothingToChange);
  if (isName(name)) subaccount.name = name;
  if (isCount(min)) subaccount.minConcurrency = min;
  if (isCount(max)) subaccount.maxConcurrency = max;
  return ok(updated);
});

export const deleteSubaccount = forAdmins((bolna, request) => {
  const { account, directory } = bolna;
  const { id } = find(bolna, request);
  directory.subaccounts = directory.subaccounts.filter((other) => other.id !== id);
  directory.agents = directory.agents.filter((agent) => agent.subaccount !== id);
  for (const number of account.all().filter(({ subaccount }) => subaccount === id)) {
    if (goesWithItsSubaccount(number)) account.release(number.e164);
    else number.subaccount = null;
  }
  return ok(deleted);
});

/** Doubt: by one source its numbers are released with it, the reference does not mention them. */
function goesWithItsSubaccount({ e164 }: OwnedNumber): boolean {
  return varies(e164, "released with its sub-account");
}

function forAdmins(handler: Handler): Handler {
  return (bolna, request) => {
    if (request.caller !== null) throw bareMessage(403, "Only organization admins can manage sub-accounts");
    return handler(bolna, request);
  };
}

function find({ directory, questions }: Bolna, { id }: BolnaRequest): Subaccount {
  const subaccount = directory.subaccounts.find((entry) => entry.id === id);
  if (subaccount === undefined) throw unknown(questions, "sub-account");
  return subaccount;
}

function row(directory: Directory, subaccount: Subaccount) {
  return {
    id: subaccount.id,
    name: subaccount.name,
    organization_id: directory.organizationId,
    api_key: subaccount.apiKey,
    multi_tenant: subaccount.multiTenant,
    min_concurrency: subaccount.minConcurrency,
    max_concurrency: subaccount.maxConcurrency,
  };
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}
