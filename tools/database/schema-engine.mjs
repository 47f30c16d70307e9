#!/usr/bin/env node
/**
 * Stands in for Prisma's native schema engine, which comes from a host that is not a package registry.
 * The same engine lies in npm as WebAssembly; this program speaks the native one's JSON-RPC on its standard
 * streams and reaches PostgreSQL through Prisma's own driver adapter. Prisma starts it when
 * PRISMA_SCHEMA_ENGINE_BINARY names it. For authors only (generate, diff): `npm run migrate` needs none of it.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const PANIC_EXIT = 101;
const KNOWN_ERROR = 4466;
const CHAR_OID = 18;
const TEXT_OID = 25;
const require = createRequire(import.meta.url);

// The engine calls this when it panics; without it the caller would wait for ever.
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => say("ERROR", message) };
process.on("uncaughtException", (error) => {
  say("ERROR", error.message);
  process.exit(PANIC_EXIT);
});

const { datamodels, url, command } = readArguments(process.argv.slice(2));
if (command === "version") {
  console.log(`schema-engine-wasm ${require("@prisma/engines-version").enginesVersion}`);
} else if (command === "serve") {
  serve();
} else {
  await runCommand(command);
}

function readArguments(words) {
  const found = { datamodels: [], url: "", command: "serve" };
  if (words.includes("--version") || words[0] === "-V") found.command = "version";
  for (let at = 0; at < words.length; at++) {
    if (words[at] === "--datamodels") found.datamodels.push(words[++at]);
    else if (words[at] === "--datasource") found.url = JSON.parse(words[++at]).url ?? "";
    else if (words[at] === "cli") found.command = words[++at];
  }
  return found;
}

/** `can-connect-to-database`, `create-database`, `drop-database`: the exit code answers, a log line explains. */
async function runCommand(name) {
  try {
    if (name === "can-connect-to-database") await withClient(url, async () => {});
    else if (name === "create-database") await createDatabase(url);
    else if (name === "drop-database") await dropDatabase(url);
    else throw new Error(`unknown command ${name}`);
    say("INFO", "done");
  } catch (error) {
    // Prisma skips the first line.
    process.stderr.write("\n");
    say("ERROR", error.message, { error_code: prismaCode(error) });
    process.exit(1);
  }
}

function prismaCode(error) {
  if (error.code === "3D000") return "P1003";
  if (error.code === "28P01" || error.code === "28000") return "P1000";
  return "P1001";
}

function serve() {
  let queue = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    if (line.trim() === "") return;
    const request = JSON.parse(line);
    // Answers to what we sent carry no method.
    if (request.method) queue = queue.then(() => respond(request));
  });
  lines.on("close", () => queue.then(() => process.exit(0)));
}

async function respond({ id, method, params }) {
  try {
    const result = await call(method, params);
    if (method === "diff" && result?.stdout) {
      send({ id: randomUUID(), method: "print", params: { content: result.stdout } });
    }
    send({ id, result: result ?? null });
  } catch (error) {
    const data = {
      is_panic: false,
      message: error.message,
      meta: error.meta ?? null,
      error_code: error.code ?? null,
    };
    send({
      id,
      error: { code: KNOWN_ERROR, message: "An error happened. Check the data field for details.", data },
    });
  }
}

function send(message) {
  const text = JSON.stringify({ jsonrpc: "2.0", ...message }, (_key, value) =>
    value instanceof Map ? Object.fromEntries(value) : value,
  );
  process.stdout.write(`${text}\n`);
}

async function call(method, params) {
  if (method === "createDatabase") {
    const target = params?.datasource?.url ?? url;
    return { databaseName: await createDatabase(target) };
  }
  const engine = await startEngine();
  return engine[method === "getDatabaseVersion" ? "version" : method](params);
}

let started;

function startEngine() {
  started ??= (async () => {
    const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
    const file = require
      .resolve("@prisma/schema-engine-wasm")
      .replace(/schema_engine\.js$/, "schema_engine_bg.wasm");
    const { instance } = await WebAssembly.instantiate(readFileSync(file), {
      "./schema_engine_bg.js": bindings,
    });
    bindings.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    const { bindMigrationAwareSqlAdapterFactory } = await import("@prisma/driver-adapter-utils");
    const sources = datamodels.map((path) => [path, readFileSync(path, "utf8")]);
    return bindings.SchemaEngine.new(
      { datamodels: sources.length > 0 ? sources : undefined },
      (message) => say("INFO", String(message)),
      bindMigrationAwareSqlAdapterFactory(await adapterFactory()),
    );
  })();
  return started;
}

async function adapterFactory() {
  const main = await adapterFor(url);
  return {
    provider: main.provider,
    adapterName: main.adapterName,
    connect: () => main.connect(),
    // The adapter's own way would reuse the main database without a word.
    async connectToShadowDb() {
      const shadow = new URL(url);
      shadow.pathname = `/halligan_shadow_${randomUUID().replaceAll("-", "")}`;
      await createDatabase(String(shadow));
      const connection = await (await adapterFor(String(shadow))).connect();
      const dispose = connection.dispose.bind(connection);
      connection.dispose = async () => {
        await dispose();
        await dropDatabase(String(shadow));
      };
      return connection;
    },
  };
}

async function adapterFor(connectionString) {
  const { default: pg } = await import("pg");
  const { PrismaPg } = await import("@prisma/adapter-pg");
  const { DriverAdapterError } = await import("@prisma/driver-adapter-utils");
  const pool = new pg.Pool({ connectionString, max: 1 });
  pool.on("error", () => {});
  const factory = new PrismaPg(pool, { disposeExternalPool: true });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const connection = await readCatalogChars(await connect());
    const startTransaction = connection.startTransaction.bind(connection);
    connection.startTransaction = async (...options) => readCatalogChars(await startTransaction(...options));
    // The adapter's own cuts at every semicolon, also inside a function's body.
    connection.executeScript = async (sql) => {
      try {
        await pool.query(sql);
      } catch (error) {
        throw new DriverAdapterError({
          kind: "postgres",
          code: error.code ?? "XX000",
          severity: error.severity ?? "ERROR",
          message: error.message,
          detail: error.detail,
          column: error.column,
          hint: error.hint,
          originalCode: error.code,
          originalMessage: error.message,
        });
      }
    };
    return connection;
  };
  return factory;
}

/** The adapter refuses columns of type "char" (oid 18), which the catalog is full of: they are text to it. */
async function readCatalogChars(connection) {
  const { ColumnTypeEnum } = await import("@prisma/driver-adapter-utils");
  const performIO = connection.performIO.bind(connection);
  const queryRaw = connection.queryRaw.bind(connection);
  let chars = [];
  connection.performIO = async (query) => {
    const answer = await performIO(query);
    chars = [];
    for (const [index, field] of (answer.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR_OID) continue;
      field.dataTypeID = TEXT_OID;
      chars.push(index);
    }
    return answer;
  };
  connection.queryRaw = async (query) => {
    const answer = await queryRaw(query);
    for (const index of chars) answer.columnTypes[index] = ColumnTypeEnum.Character;
    chars = [];
    return answer;
  };
  return connection;
}

async function createDatabase(target) {
  const name = databaseName(target);
  await withClient(maintenance(target), async (client) => {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
  return name;
}

async function dropDatabase(target) {
  await withClient(maintenance(target), async (client) => {
    await client.query(
      `DROP DATABASE IF EXISTS ${client.escapeIdentifier(databaseName(target))} WITH (FORCE)`,
    );
  });
}

function databaseName(target) {
  return decodeURIComponent(new URL(target).pathname.slice(1)) || "postgres";
}

function maintenance(target) {
  const other = new URL(target);
  other.pathname = "/postgres";
  return String(other);
}

async function withClient(connectionString, work) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function say(level, message, fields = {}) {
  const entry = {
    timestamp: new Date().toISOString(),
    level,
    fields: { message, ...fields },
    target: "schema_engine::logger",
  };
  process.stderr.write(`${JSON.stringify(entry)}\n`);
}
