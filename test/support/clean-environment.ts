// Runs before every test file: keys and settings from the developer's shell must not decide what a test sees.
import { isOurs } from "./environment";

for (const name of Object.keys(process.env)) {
  if (isOurs(name)) delete process.env[name];
}
