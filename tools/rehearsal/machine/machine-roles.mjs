import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { listenOnLoopback } from "../network/tls-front.mjs";

const INSTANCE_ROLE = "/latest/meta-data/iam/security-credentials/";
/** As long as these are still good they are handed out again, as the real endpoints do. */
const EARLY_MS = 10 * 60_000;

/**
 * @typedef {{ AccessKeyId: string, SecretAccessKey: string, Token: string, Expiration: string }} RoleCredentials
 * @typedef {object} MachineRoles
 * @property {Record<string, string>} gateway what a container finds in its environment
 * @property {Record<string, string>} jobs what an instance needs so that it asks us and not 169.254.169.254
 * @property {() => Promise<void>} close
 */

/**
 * Stands for the two places where AWS gives a process its role: the credentials endpoint of a container (the gateway
 * asks it, as on ECS) and the metadata service of an instance (jobs ask it, as on EC2). One address for each, and each
 * gives one role only.
 * @param {(holder: "gateway" | "jobs") => Promise<RoleCredentials>} credentialsOf
 * @returns {Promise<MachineRoles>}
 */
export async function startMachineRoles(credentialsOf) {
  const token = randomBytes(24).toString("base64url");
  const give = keeping(credentialsOf);
  // The real endpoints answer at once, and the SDK complains about one that does not within a second.
  await Promise.all([give("gateway"), give("jobs")]);
  const container = createServer(async (request, response) => {
    if (!isSame(request.headers.authorization, token)) return void response.writeHead(401).end();
    await answer(response, () => give("gateway"));
  });
  const instance = createServer(async (request, response) => {
    if (request.method === "PUT" && request.url === "/latest/api/token") return void response.end(token);
    if (!isSame(request.headers["x-aws-ec2-metadata-token"], token))
      return void response.writeHead(401).end();
    if (request.url === INSTANCE_ROLE) return void response.end("HalliganJobs");
    if (request.url !== `${INSTANCE_ROLE}HalliganJobs`) return void response.writeHead(404).end();
    await answer(response, () => give("jobs"));
  });
  const [containerPort, instancePort] = [await listenOnLoopback(container), await listenOnLoopback(instance)];
  return {
    gateway: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${containerPort}/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
    },
    jobs: { AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${instancePort}` },
    close: async () => {
      for (const server of [container, instance]) {
        server.closeAllConnections();
        await new Promise((done) => server.close(() => done()));
      }
    },
  };
}

function keeping(credentialsOf) {
  const kept = new Map();
  return async (holder) => {
    const known = kept.get(holder);
    if (known && Date.parse(known.Expiration) - Date.now() > EARLY_MS) return known;
    const fresh = await credentialsOf(holder);
    kept.set(holder, fresh);
    return fresh;
  };
}

async function answer(response, credentials) {
  try {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ Code: "Success", Type: "AWS-HMAC", ...(await credentials()) }));
  } catch (error) {
    response.writeHead(503).end(JSON.stringify({ Code: "Failed", Message: error.message }));
  }
}

function isSame(given, token) {
  const [one, other] = [Buffer.from(String(given)), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}
