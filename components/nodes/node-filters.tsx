import { FilterBar } from "@/components/ui/filter/filter-bar";
import { NODE_STATES, type NodeFacets, type NodeFilters, PROTECTIONS } from "@/lib/nodes/views";
import { t } from "@/messages/translate";

/** The filters of the node list: q, account, region, class, state. */
export function NodeFilterBar({ filters, facets }: { filters: NodeFilters; facets: NodeFacets }) {
  const any = { value: "", label: t("node.filter.any") };
  return (
    <FilterBar
      action="/nodes"
      label={t("node.list")}
      search={{ name: "q", label: t("node.list.search"), value: filters.search ?? "" }}
      fields={[
        {
          ...{ name: "account", kind: "select", label: t("node.filter.account") },
          value: filters.accountId ?? "",
          options: [any, ...facets.accounts.map(({ id, name }) => ({ value: id, label: name }))],
        },
        {
          ...{ name: "region", kind: "select", label: t("node.filter.region") },
          value: filters.region ?? "",
          options: [any, ...facets.regions.map((region) => ({ value: region, label: region }))],
        },
        {
          ...{ name: "protection", kind: "select", label: t("node.filter.protection") },
          value: filters.protection ?? "",
          options: [any, ...PROTECTIONS.map((one) => ({ value: one, label: t(`node.protection.${one}`) }))],
        },
        {
          ...{ name: "state", kind: "select", label: t("node.filter.state") },
          value: filters.state ?? "",
          options: [any, ...NODE_STATES.map((one) => ({ value: one, label: t(`node.state.${one}`) }))],
        },
        {
          ...{ name: "starred", kind: "tick", label: t("node.starred") },
          value: filters.isStarred ? "1" : "",
        },
      ]}
    />
  );
}
