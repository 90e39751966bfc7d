import path from "node:path";
import execa from "execa";
import { type BackendServer, end, printed } from "./backend-server";
import { cachedFolder } from "./cached-folder";
import { defined } from "./expect";

const version = "5.2.5";
// What the server takes for S3; the extra `server` brings everything for all of AWS.
const packages = [`moto[s3]==${version}`, "flask==3.1.3", "flask-cors==6.0.5"];
const bucket = "stacks";
const downloadMs = 5 * 60_000;

/** moto's stand-in for S3 with an empty bucket, in a virtual environment of its own. Whatever prevents it is an error. */
export async function startS3(): Promise<BackendServer> {
  const python = path.join(await installed(), "bin/python");
  const args = ["-u", "-m", "moto.server", "--host", "127.0.0.1", "--port", "0"];
  const server = execa(python, args, { all: true, buffer: false });
  try {
    const url = defined((await printed(server, /Running on (http:\S+)/))[1]);
    const created = await fetch(`${url}/${bucket}`, { method: "PUT" });
    if (!created.ok) throw new Error(`moto has not made a bucket: ${created.status} ${await created.text()}`);
    return {
      url: `s3://${bucket}?endpoint=${url}&s3ForcePathStyle=true&region=us-east-1`,
      environment: { AWS_ACCESS_KEY_ID: "any", AWS_SECRET_ACCESS_KEY: "any" },
      close: () => end(server),
    };
  } catch (error) {
    await end(server);
    throw error;
  }
}

function installed(): Promise<string> {
  return cachedFolder(`moto-${version}`, async (folder) => {
    await execa("python3", ["-m", "venv", folder], { timeout: downloadMs });
    const pip = ["-m", "pip", "install", "--quiet", "--retries", "1", ...packages];
    await execa(path.join(folder, "bin/python"), pip, { timeout: downloadMs });
  });
}
