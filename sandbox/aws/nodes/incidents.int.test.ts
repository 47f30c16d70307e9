import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SEEDED_NODES } from "./inventory";
import { type NodeHost, openNodeHost } from "./node-host";

const stateDir = mkdtempSync(join(tmpdir(), "halligan-nodes-"));
let host: NodeHost;

beforeAll(async () => {
  host = openNodeHost({ stateDir, seeds: SEEDED_NODES, now: () => Date.now() });
  await host.ready;
});
afterAll(async () => {
  await host.close();
  rmSync(stateDir, { recursive: true, force: true });
});

/** Runs a command line on a node and returns what it printed, on both streams. */
function on(name: string) {
  return (command: string) => runOn(named(name), command);
}

function named(name: string): string {
  return SEEDED_NODES.find((seed) => seed.row.name === name)?.row.id ?? "";
}

function runOn(id: string, command: string, user = "ssm-user"): Promise<string> {
  return new Promise((resolve) => {
    let output = "";
    host.runCommand(id, user, command, "pipes", {
      onOutput: (bytes) => {
        output += bytes.toString();
      },
      onExit: () => resolve(output),
    });
  });
}

it("payments-api-2: a debug log fills the log volume; without it the service starts again", async () => {
  const run = on("payments-api-2");
  expect(await run("df -h")).toMatch(/\/dev\/nvme1n1 +48M +48M +0 +100% \/var\/log\n/);
  expect(await run("systemctl status payments-api")).toMatch(
    /failed \(Result: exit-code\)[\s\S]*No space left on device/,
  );
  expect(await run("du -xh var | sort -h | tail -n 3")).toContain("49M\tvar/log/payments-api\n");
  expect(await run("du -ah /var | sort -h | tail -n 4")).toContain("48M\t/var/log/payments-api/debug.log\n");
  expect(await run("sudo systemctl restart payments-api; echo $?")).toMatch(
    /Job for payments-api.service failed[\s\S]*\n1\n$/,
  );
  expect(await run("curl -s localhost:8080/healthz; echo $?")).toContain("Connection refused\n7\n");
  await run("rm /var/log/payments-api/debug.log");
  expect(await run("df -h /var/log")).toMatch(/ 48M +\S+ +4\dM +\d% \/var\/log\n/);
  expect(await run("sudo systemctl restart payments-api; echo $?")).toBe("0\n");
  expect(await run("systemctl is-active payments-api; curl -s localhost:8080/healthz")).toBe(
    'active\n{"status":"ok","service":"payments-api"}\n',
  );
});

it("ledger-3: the worker hangs in state D while its queue grows; a restart drains it", async () => {
  const run = on("ledger-3");
  expect(await run("systemctl status ledger-worker")).toMatch(/active \(running\)[\s\S]*waits for lock/);
  expect(await run("ps aux")).toMatch(/ledger-worker .* Dsl .*\/opt\/ledger-worker\/bin\/ledger-worker/);
  await run("sudo pkill ledger-worker");
  expect(await run("ps aux")).toMatch(/ledger-worker .* Dsl /);
  const depth = Number(await run("ledgerctl depth"));
  expect(depth).toBeGreaterThan(10_000);
  await run("sudo systemctl restart ledger-worker");
  expect(await run("ledgerctl queue")).toMatch(/worker: committing/);
  expect(await run("ps aux")).toMatch(/ledger-worker .* Ssl /);
  expect(await run("uptime")).toContain("load average: 0.21");
});

it("search-1: the configured upstream has no address; the right one does after a reload", async () => {
  const run = on("search-1");
  expect(await run("curl -s localhost:9300/healthz")).toContain("degraded");
  expect(await run("journalctl -u search -n 5")).toContain("name does not resolve");
  expect(await run("getent hosts search-index-blue.internal; echo $?")).toBe("2\n");
  expect(await run("getent hosts search-index-green.internal")).toContain("10.0.5.71");
  await run("sed -i s/index-blue/index-green/ /etc/search/config.yml");
  expect(await run("curl -s localhost:9300/healthz")).toContain("degraded");
  expect(await run("sudo systemctl reload search; echo $?")).toBe("0\n");
  expect(await run("curl -s localhost:9300/healthz")).toBe('{"status":"ok","upstream":"healthy"}\n');
});

it("edge-proxy-1: an expired certificate piles connections up; the renewed one clears them", async () => {
  const run = on("edge-proxy-1");
  expect(await run("ss -s")).toContain("close-wait 412");
  expect(await run("ss -tan state close-wait | wc -l")).toBe("413\n");
  expect(await run("openssl x509 -in /etc/edge/tls/edge.crt -noout -enddate")).toMatch(
    /^notAfter=\w{3} \d\d /,
  );
  await run("cp /etc/edge/tls/renewed/edge.crt /etc/edge/tls/edge.crt; sudo systemctl reload edge-proxy");
  expect(await run("journalctl -u edge-proxy -n 2")).toContain("is valid until");
  expect(await run("ss -s")).toMatch(/estab 38, closed 0, close-wait 0/);
});

/** What shows the trouble, what mends it, and what shows that it is mended. */
it.each<[string, string, RegExp, string, string, RegExp]>([
  [
    "orders-api-1",
    "curl -s localhost:8081/healthz; ordersctl locks",
    /"waiting":118[\s\S]*4196911 +migrate +idle-in-transaction/,
    "ordersctl cancel 4196911",
    "curl -s localhost:8081/healthz; ordersctl locks; ordersctl cancel 1",
    /"waiting":0[\s\S]*TABLE\nno transaction of 1\n$/,
  ],
  [
    "mail-relay-2",
    "mailq | tail -n 1; sudo systemctl reload mail-relay; journalctl -u mail-relay -n 2",
    /-- 37 Requests\.[\s\S]*smpt-out.internal: Name or service not known/,
    "sed -i s/smpt/smtp/ /etc/mail-relay/transport; sudo systemctl reload mail-relay",
    "mailq",
    /^Mail queue is empty\n$/,
  ],
  [
    "printhost-7",
    "hostname; lpq | head -n 3; lpq | wc -l",
    /^printhost-7.warehouse.example.test\nzebra-dock-3 is stopped: media-needed[\s\S]*8412 +delivery-note-A4[\s\S]*\n32\n$/,
    "lprm 8412",
    "lpq; journalctl -u label-spooler -n 1",
    /zebra-dock-3 is ready\nno entries\n[\s\S]*29 jobs printed/,
  ],
  [
    "checkout-web-3",
    "sudo systemctl start checkout-web; systemctl status checkout-web",
    /failed \(Result: exit-code\)[\s\S]*Expected double-quoted property name/,
    "cp '/etc/checkout-web/flags.json~' /etc/checkout-web/flags.json; sudo systemctl start checkout-web",
    "curl -s localhost:3080/healthz",
    /"ok"/,
  ],
  [
    "billing-batch-1",
    "billingctl; sudo systemctl start billing-batch",
    /lock: held by pid 4193880\nJob for billing-batch.service failed/,
    "rm /var/lib/billing/run.lock; sudo systemctl start billing-batch",
    "billingctl; journalctl -u billing-batch -n 3",
    /lock: free\n[\s\S]*18,204 invoices written/,
  ],
  [
    "warehouse-etl-2",
    "sudo systemctl start warehouse-etl; journalctl -u warehouse-etl -n 5",
    /sales-0612.csv line 3: expected 5 fields, got 4/,
    "mv /var/spool/etl/incoming/sales-0612.csv /var/spool/etl/rejected/; sudo systemctl start warehouse-etl",
    "ls /var/spool/etl/incoming /var/spool/etl/rejected; systemctl is-active warehouse-etl",
    /sales-0612.csv\nactive\n$/,
  ],
  [
    "feature-store-1",
    "chronyc tracking; curl -s localhost:9400/healthz; systemctl --failed",
    /506 Cannot talk to daemon[\s\S]*"clock_skew_seconds":431.2[\s\S]*chronyd.service/,
    "sudo systemctl start chronyd",
    "chronyc tracking; curl -s localhost:9400/healthz",
    /Leap status +: Normal\n[\s\S]*"ok"/,
  ],
  [
    "pricing-cache-1",
    "cachectl info",
    /hit_rate: 0%\nevictions_per_minute: 41902/,
    "sed -i 's/^maxmemory 512$/maxmemory 512mb/' /etc/pricing-cache/cache.conf; sudo systemctl reload pricing-cache",
    "cachectl info",
    /hit_rate: 94%/,
  ],
  [
    "events-gateway-2",
    "curl -s localhost:8443/healthz; journalctl -u events-gateway -n 1",
    /"limit":1024}[\s\S]*Too many open files/,
    "cp /etc/events-gateway/limits.conf.rpmsave /etc/events-gateway/limits.conf; sudo systemctl restart events-gateway",
    "curl -s localhost:8443/healthz",
    /"ok","open":2210,"limit":65536/,
  ],
])(
  "%s has an incident of its own that can be seen and mended",
  async (name, look, wrong, mend, check, right) => {
    const run = on(name);
    expect(await run(look)).toMatch(wrong);
    await run(mend);
    expect(await run(check)).toMatch(right);
  },
);

it("one search worker is beyond repair and the other is sound", async () => {
  const states = await Promise.all(
    ["i-08c3d7f15e9a2b640", "i-0f72a4b96d3c1e805"].map((id) => runOn(id, "workerctl")),
  );
  expect(states[0]).toMatch(/^index: corrupt/);
  expect(states[1]).toMatch(/^index: sound/);
});

describe("a node shows itself, not this computer", () => {
  it.each([
    ["hostname", "ip-10-0-3-17.eu-west-1.compute.internal\n"],
    ["uname -n", "ip-10-0-3-17.eu-west-1.compute.internal\n"],
    ["uname -sr", "Linux 6.1.119-129.201.amzn2023.x86_64\n"],
    ["whoami", "ssm-user\n"],
    ["id", "uid=1001(ssm-user) gid=1001(ssm-user) groups=1001(ssm-user)\n"],
    ["sudo id -u", "0\n"],
    ["getent passwd ssm-user", "ssm-user:x:1001:1001::/home/ssm-user:/bin/bash\n"],
    ["head -n 1 /etc/os-release", 'NAME="Amazon Linux"\n'],
    ["ls /opt", "payments-api\n"],
    ["ls /nowhere 2>/dev/null; echo $?", "2\n"],
    ["grep -l debug /etc/payments-api/config.toml", "/etc/payments-api/config.toml\n"],
    ["touch /etc/made && ls /etc/made && rm /etc/made && ls /etc/made 2>/dev/null", "/etc/made\n"],
    ["ip addr | grep -o 'inet 10[.0-9]*'", "inet 10.0.3.17\n"],
    ["sudo reboot 2>&1", "reboot: refused, this node is part of a demo on your own computer\n"],
    ["pkill nothing-like-this; echo $?", "1\n"],
    ["systemctl nonsense payments-api", "Unknown command verb nonsense.\n"],
    ["systemctl status nothing", "Unit nothing.service could not be found.\n"],
  ])("%s", async (command, expected) => {
    expect(await on("payments-api-2")(command)).toBe(expected);
  });

  it("nothing of the sandbox's own environment and no open file of it reaches a program", async () => {
    process.env.HALLIGAN_TEST_LEAK = "secret";
    try {
      const environment = await on("ledger-3")("env");
      expect(environment).not.toContain("HALLIGAN_TEST_LEAK");
      // What the shells themselves add does not count.
      const names = [...environment.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name ?? "");
      expect(names.filter((name) => !["SHLVL", "PWD", "_"].includes(name)).sort()).toEqual(
        "ENV HALLIGAN_NODE HALLIGAN_NODE_HOST HALLIGAN_NODE_IP HALLIGAN_NODE_ROOT HALLIGAN_NODE_USER HALLIGAN_PROGRAMS HOME LANG LOGNAME PATH SHELL TERM TZ USER".split(
          " ",
        ),
      );
    } finally {
      delete process.env.HALLIGAN_TEST_LEAK;
    }
    // 0, 1, 2 and the folder that ls itself reads.
    expect((await on("ledger-3")("/bin/ls /proc/self/fd")).trim().split("\n")).toHaveLength(4);
  });
});

describe("an OS user", () => {
  const as = (user: string, command: string) => runOn(named("payments-api-2"), command, user);

  it.each([
    ["reader", "whoami; id -un; echo $USER", "reader\nreader\nreader\n"],
    ["reader", "id", "uid=1002(reader) gid=1002(reader) groups=1002(reader)\n"],
    ["reader", "sudo id -u; echo $?", "reader is not in the sudoers file.\n1\n"],
    ["reader", "head -n 1 /etc/os-release", 'NAME="Amazon Linux"\n'],
    [
      "operator",
      "sudo -l",
      "User operator may run the following commands: (ALL) NOPASSWD: /usr/bin/systemctl, /usr/bin/journalctl\n",
    ],
    ["operator", "sudo systemctl status nothing", "Unit nothing.service could not be found.\n"],
    [
      "operator",
      "sudo id -u",
      "Sorry, user operator is not allowed to execute 'id -u' as root on ip-10-0-3-17.\n",
    ],
    ["sudo", "whoami; sudo id -u", "sudo\n0\n"],
  ])("%s: %s", async (user, command, expected) => {
    expect(await as(user, command)).toBe(expected);
  });

  it("has a home of their own, which others see too", async () => {
    await as("operator", "echo mine > notes");
    expect(await as("reader", "ls; cat /home/operator/notes")).toBe("mine\n");
  });
});
