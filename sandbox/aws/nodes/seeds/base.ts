import type { NodeRow } from "../../sessions/session-port";
import type { SeedFile } from "../node-seed";
import { GROUP, NODE_USERS, PASSWD } from "../node-users";

const SECOND_MS = 1000;

/** An instant as the node's journals and logs write it: `2026-03-14T09:26:53Z`. */
export function stamp(epochMs: number): string {
  return `${new Date(Math.floor(epochMs / SECOND_MS) * SECOND_MS).toISOString().slice(0, 19)}Z`;
}

/** What every machine has. */
export function baseFiles(
  row: NodeRow,
  about: { hosts?: string; mounts?: string; sockets?: string; load?: string; motd: string },
): SeedFile[] {
  const short = `ip-${row.ip.replaceAll(".", "-")}`;
  return [
    { path: "etc/hostname", content: `${row.hostName}\n` },
    {
      path: "etc/os-release",
      content:
        'NAME="Amazon Linux"\nVERSION="2023"\nID="amzn"\nID_LIKE="fedora"\nVERSION_ID="2023"\nPRETTY_NAME="Amazon Linux 2023.6.20241212"\n',
    },
    { path: "etc/system-release", content: "Amazon Linux release 2023.6.20241212 (Amazon Linux)\n" },
    {
      path: "etc/hosts",
      content: `127.0.0.1   localhost\n${row.ip}   ${row.hostName} ${short}\n${about.hosts ?? ""}`,
    },
    { path: "etc/passwd", content: PASSWD },
    { path: "etc/group", content: GROUP },
    { path: "etc/motd", content: `${row.name} (${row.tags.Env})\n${about.motd}\n` },
    { path: "var/log/messages", content: "" },
    ...NODE_USERS.map(({ home }) => ({ path: `${home.slice(1)}/.keep`, content: "" })),
    { path: "tmp/.keep", content: "" },
    {
      path: "run/mounts",
      content: `/dev/nvme0n1p1 8376300 3187424 / -\ntmpfs 3994112 1024 /run -\n${about.mounts ?? ""}`,
    },
    {
      path: "run/processes",
      content: [
        [
          "root",
          "1",
          "0",
          "Ss",
          "0.0",
          "0.2",
          "16128",
          "Feb01",
          "/usr/lib/systemd/systemd --switched-root --system",
        ],
        ["root", "4194310", "1", "Ss", "0.0", "0.3", "24192", "Feb01", "/usr/lib/systemd/systemd-journald"],
        ["chrony", "4194322", "1", "S", "0.0", "0.1", "3328", "Feb01", "/usr/sbin/chronyd -F 2"],
        ["root", "4194390", "1", "Ssl", "0.1", "0.4", "31744", "Feb01", "/usr/bin/amazon-ssm-agent"],
      ]
        .map((fields) => `${fields.join("\t")}\n`)
        .join(""),
    },
    { path: "run/sockets", content: about.sockets ?? "" },
    { path: "run/load", content: `${about.load ?? "0.08, 0.11, 0.09"}\n` },
  ];
}

export interface SeedUnit {
  name: string;
  description: string;
  state: { active: "active" | "failed"; pid: number; status: number; since: number; stat: string };
  /** Journal, oldest first: when, which program, what. */
  journal: { at: number; program: string; text: string }[];
  /** Bodies of shell scripts; without `reload` the unit can't be reloaded usefully. */
  start: string;
  reload?: string;
}

/** A service: unit file, scripts, state and journal, as the systemctl of the nodes reads them. */
export function unitFiles(row: NodeRow, unit: SeedUnit): SeedFile[] {
  const { name, state } = unit;
  const short = `ip-${row.ip.replaceAll(".", "-")}`;
  const script = `/opt/${name}/bin/${name}`;
  return [
    {
      path: `etc/systemd/system/${name}.service`,
      content: `[Unit]\nDescription=${unit.description}\nAfter=network-online.target\n\n[Service]\nUser=${name}\nExecStart=${script}\n${
        unit.reload === undefined ? "" : `ExecReload=${script}-reload\n`
      }Restart=on-failure\n\n[Install]\nWantedBy=multi-user.target\n`,
    },
    { path: `opt/${name}/bin/${name}`, content: `#!/bin/sh\n${unit.start}`, executable: true },
    ...(unit.reload === undefined
      ? []
      : [{ path: `opt/${name}/bin/${name}-reload`, content: `#!/bin/sh\n${unit.reload}`, executable: true }]),
    {
      path: `run/units/${name}`,
      content: `active=${state.active}\npid=${state.pid}\nstatus=${state.status}\nsince=${Math.floor(state.since / SECOND_MS)}\nstat=${state.stat}\n`,
    },
    {
      path: `var/log/journal/${name}.log`,
      content: unit.journal
        .map((line) => `${stamp(line.at)} ${short} ${line.program}: ${line.text}\n`)
        .join(""),
    },
  ];
}

/** What answers `curl localhost:PORT`: exit status 0 is 200, 7 a refused connection, any other 503. */
export function answer(port: number, script: string): SeedFile {
  return { path: `run/http/${port}`, content: `#!/bin/sh\n${script}`, executable: true };
}

export const MINUTE_MS = 60 * SECOND_MS;
export const DAY_MS = 1440 * MINUTE_MS;
