// The naive one: what people write on a first afternoon. It looks before it buys, searches for each number by itself, reads what it has
// bought, and asks for each number by itself at every refresh and before every delete.
const { plivo } = require("./plivo.js");

module.exports = {
  /** @param {{ index: number }} inputs */
  async create({ index }) {
    const { objects: owned } = await plivo("GET", "Number/?limit=20");
    const page = `PhoneNumber/?country_iso=US&type=local&limit=20&offset=${20 * (index % 10)}`;
    const { objects: free } = await plivo("GET", page);
    const isOwned = (/** @type {string} */ number) =>
      owned.some((/** @type {{ number: string }} */ each) => each.number === number);
    for (const { number } of shuffled(free)) {
      if (isOwned(number)) continue;
      const bought = await plivo("POST", `PhoneNumber/${number}/`, {}).catch(() => undefined);
      if (bought !== undefined) return { id: number, outs: await plivo("GET", `Number/${number}/`) };
    }
    throw new Error("no number is left");
  },

  /** @param {string} number */
  async read(number) {
    return { id: number, props: await plivo("GET", `Number/${number}/`) };
  },

  /** @param {string} number */
  async delete(number) {
    await plivo("GET", `Number/${number}/`);
    await plivo("DELETE", `Number/${number}/`);
  },
};

/** @param {{ number: string }[]} rows */
function shuffled(rows) {
  return rows
    .map((row) => ({ row, place: Math.random() }))
    .toSorted((left, right) => left.place - right.place)
    .map(({ row }) => row);
}
