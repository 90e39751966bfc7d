/** A step of the setup failed, and what the reader can do about it. */
export class SetupError extends Error {
  /**
   * @param {string} step what was being done, as a noun: "dependencies"
   * @param {string} problem
   * @param {string} remedy
   */
  constructor(step, problem, remedy) {
    super(`Setup failed at: ${step}\n${problem}\nWhat to do: ${remedy}`);
    this.name = "SetupError";
  }
}
