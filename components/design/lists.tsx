"use client";

import { useState } from "react";
import { NODE_LOOK } from "@/components/badges/node";
import { ClassBadge } from "@/components/nodes/class-badge";
import { Button } from "@/components/ui/controls/button";
import { FilterBar } from "@/components/ui/filter/filter-bar";
import type { FilterField } from "@/components/ui/filter/filter-fields";
import { type Suggest, SuggestBox } from "@/components/ui/filter/suggest-box";
import { RowLink, Rows } from "@/components/ui/layout/rows";
import { Tabs } from "@/components/ui/layout/tabs";
import { StateBadge } from "@/components/ui/state-badge";
import { ActionCell, Cell, NameCell, Table, Row as TableRow } from "@/components/ui/table";
import { Row } from "./row";

const HERE = "/design";
const choice = (value: string) => ({ value, label: value });

const FIELDS: readonly FilterField[] = [
  { kind: "toggle", name: "starred", label: "Starred", value: "", count: 3 },
  { kind: "toggle", name: "mine", label: "Mine", value: "1" },
  {
    kind: "choice",
    name: "class",
    label: "Class",
    value: "",
    options: ["production", "staging"].map(choice),
  },
  {
    kind: "choice",
    name: "state",
    label: "State",
    value: "online",
    options: ["online", "offline"].map(choice),
  },
  { kind: "suggest", name: "person", label: "Person", value: "", of: "person" },
  { kind: "suggest", name: "node", label: "Node", value: "payments-api-2", of: "node" },
  {
    kind: "day",
    name: "from",
    label: "From",
    value: "",
    text: "",
    presets: ["Today", "Yesterday"].map(choice),
  },
  { kind: "text", name: "tag", label: "Tag", value: "", isSecondary: true },
];

const suggest: Suggest = async (text) => ({
  ok: true,
  value: ["Ana Duarte", "Ben Okafor", "Cleo Marchetti"]
    .filter((name) => name.toLowerCase().includes(text.toLowerCase()))
    .map((name) => ({ value: name, label: name, detail: name === "Ben Okafor" ? "sre-leads" : null })),
});

const NODES = [
  { name: "payments-api-2", protection: "production", tier: "1", state: "online" },
  { name: "edge-proxy-1", protection: "production", tier: "0", state: "unconfirmed" },
  { name: "ledger-3", protection: "staging", tier: "2", state: "offline" },
] as const;

/** What lists are made of. */
export function Lists() {
  const [tab, setTab] = useState<string>();
  const combobox = (
    <SuggestBox
      {...{ action: HERE, name: "person", label: "Person", address: {}, others: [] }}
      isExact={false}
      onSuggest={suggest}
    />
  );
  return (
    <>
      <FilterBar
        path={HERE}
        label="Nodes"
        address={{}}
        search={{ label: "Name, id or tag", value: "" }}
        fields={FIELDS}
        suggest={() => combobox}
        end={<span className="text-faint text-sm">3 of 22</span>}
      />
      <Row name="combobox">{combobox}</Row>
      <Table
        label="Nodes"
        columns={[
          { id: "name", label: "Name", sort: { href: HERE, now: "ascending" } },
          { id: "class", label: "Class", sort: { href: HERE, now: "none" } },
          { id: "state", label: "State" },
          { id: "action", label: "Action", isLabelHidden: true },
        ]}
      >
        {NODES.map(({ name, protection, tier, state }) => (
          <TableRow key={name}>
            <NameCell href={HERE}>{name}</NameCell>
            <Cell phone="second">
              <ClassBadge protection={protection} tier={tier} as="quiet" />
            </Cell>
            <Cell phone="name-end">
              <StateBadge look={NODE_LOOK[state]} as="row" />
            </Cell>
            <ActionCell isNext={name === "payments-api-2"}>
              <Button size="small">Request access</Button>
            </ActionCell>
          </TableRow>
        ))}
      </Table>
      <Rows label="Requests">
        <RowLink href={HERE} name="Ana Duarte">
          <span className="min-w-0 flex-1 truncate text-soft">Disk full, writes failing</span>
        </RowLink>
        <RowLink href={HERE} name="林怡君">
          <span className="min-w-0 flex-1 truncate text-soft">憑證更新後 TLS 握手失敗</span>
        </RowLink>
      </Rows>
      <div className="flex h-32 flex-col">
        <Tabs
          label="Record"
          wanted={tab}
          onChoose={setTab}
          tabs={[
            { id: "commands", label: "Commands", count: 4, content: <p className="p-3">df -h /var/log</p> },
            { id: "transcript", label: "Transcript", content: <p className="p-3">Everything on screen</p> },
            { id: "events", label: "Events", count: 0, content: null },
          ]}
        />
      </div>
    </>
  );
}
