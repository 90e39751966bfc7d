// The floor: a dynamic provider that makes the one call of create and of delete which cannot be left out. Which numbers are for sale it
// is told, and whatever makes ours safe is missing.
const { plivo } = require("./plivo.js");

module.exports = {
  /** @param {{ number: string }} inputs */
  async create({ number }) {
    await plivo("POST", `PhoneNumber/${number}/`, {});
    return { id: number, outs: { number } };
  },

  /** @param {string} number */
  async delete(number) {
    await plivo("DELETE", `Number/${number}/`);
  },
};
