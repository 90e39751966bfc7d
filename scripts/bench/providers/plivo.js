const { setTimeout: sleep } = require("node:timers/promises");

/**
 * One call of Plivo by what Node.js has. After a 429 it waits and tries again, as everybody learns to do.
 *
 * @param {string} method
 * @param {string} path below the account
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function plivo(method, path, body) {
  const { BENCH_ACCOUNT: account = "", BENCH_AUTHORIZATION: authorization = "" } = process.env;
  const headers = { authorization, ...(body && { "content-type": "application/json" }) };
  const request = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(account + path, request);
  const text = await response.text();
  if (response.status === 429) {
    await sleep(1_000);
    return plivo(method, path, body);
  }
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? {} : JSON.parse(text);
}

module.exports = { plivo };
