/**
 * Digits of numbers that are for sale: somebody who buys without a search has to be told them.
 *
 * @param {import("../lib/sandbox.mjs").Sandbox} sandbox
 * @param {number} count
 */
export async function numbersForSale({ plivo: { account, authorization }, reset }, count) {
  /** @type {string[]} */
  const numbers = [];
  while (numbers.length < count) {
    const page = `${account}PhoneNumber/?country_iso=US&type=local&limit=20&offset=${numbers.length}`;
    const response = await fetch(page, { headers: { authorization } });
    if (!response.ok) throw new Error(`the sandbox answered ${response.status} to a search`);
    /** @type {{ objects: { number: string }[] }} */
    const { objects } = JSON.parse(await response.text());
    if (objects.length === 0) throw new Error(`only ${numbers.length} numbers are for sale`);
    numbers.push(...objects.map(({ number }) => number));
  }
  // The searches count against the vendor's limit.
  await reset();
  return numbers.slice(0, count);
}
