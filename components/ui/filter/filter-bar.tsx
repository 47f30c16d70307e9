import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import Link from "@/components/ui/controls/link";
import { t } from "@/messages/translate";
import { cx } from "../cx";
import { BarHeight } from "./bar-height";
import { ChipForm } from "./chip-form";
import { ChipMenu } from "./chip-menu";
import {
  type FilterChoice,
  type FilterField,
  hrefOf,
  isSet,
  type ListAddress,
  othersOf,
  wordOf,
} from "./filter-fields";
import { SearchBox } from "./search-box";

interface FilterBarProps {
  /** The list's own address: filters live in its query. */
  path: string;
  label: string;
  address: ListAddress;
  /** What the search looks at stands in it while it is empty. */
  search?: { label: string; value: string; isOnEnter?: boolean };
  fields: readonly FilterField[];
  /** What suggests while somebody types into a field of the kind "suggest". */
  suggest?: (field: Extract<FilterField, { kind: "suggest" }>) => ReactNode;
  /** What filters were saved under a name. */
  views?: ReactNode;
  /** At the end of the line: how many rows, and all of them as a file. */
  end?: ReactNode;
}

const SEARCH = "q";

/**
 * The filters of a list in one line that stays in sight: each chip filters at once, as what it leads to is the list's
 * address with that filter in it, which can be sent to somebody.
 */
export function FilterBar({ path, label, address, search, fields, suggest, views, end }: FilterBarProps) {
  const inSight = fields.filter((field) => !field.isSecondary || isSet(field));
  const behind = fields.filter((field) => field.isSecondary && !isSet(field));
  const hasAny = fields.some(isSet) || (search !== undefined && search.value !== "");
  const context = { path, address, suggest };
  return (
    <search
      aria-label={t("lists.filters", { list: label })}
      className="-mx-4 z-4 flex items-center gap-1.5 bg-surface px-4 py-2.25 max-rail:relative max-rail:overflow-x-auto rail:mx-0 rail:flex-wrap rail:px-0 xl:sticky xl:top-12"
    >
      <BarHeight />
      {search && (
        <SearchBox
          action={path}
          name={SEARCH}
          label={search.label}
          value={search.value}
          isOnEnter={search.isOnEnter ?? false}
          others={othersOf(address, SEARCH)}
        />
      )}
      {views}
      {inSight.map((field) => (
        <Chip key={`${field.name}-${field.label}`} field={field} {...context} />
      ))}
      {behind.length > 0 && (
        <ChipMenu label={t("lists.more")}>
          {behind.map((field) =>
            field.kind === "toggle" ? (
              <Option
                key={field.name}
                href={hrefOf(path, address, { [field.name]: field.on ?? "1" })}
                label={field.label}
              />
            ) : (
              <ChipMenu key={field.name} as="row" label={field.label}>
                <Choices field={field} {...context} />
              </ChipMenu>
            ),
          )}
        </ChipMenu>
      )}
      {hasAny && (
        <Link
          href={path}
          className="inline-flex h-11 items-center whitespace-nowrap px-1.5 text-soft text-sm hover:text-ink hover:underline rail:h-7.5"
        >
          {t("action.clear")}
        </Link>
      )}
      {end !== undefined && <div className="ml-auto flex shrink-0 items-center gap-1 pl-2">{end}</div>}
    </search>
  );
}

type Context = Pick<FilterBarProps, "path" | "address"> & { suggest: FilterBarProps["suggest"] };

const CHIP =
  "inline-flex h-11 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 font-medium text-sm rail:h-7.5";

function Chip({ field, ...context }: { field: FilterField } & Context) {
  const { path, address } = context;
  const { name, label } = field;
  const without = hrefOf(path, address, { [name]: "" });
  if (field.kind === "toggle")
    return isSet(field) ? (
      <Link
        href={without}
        aria-label={t("lists.remove", { filter: label })}
        className={cx(CHIP, "bg-selected text-ink")}
      >
        {label}
        <X aria-hidden className="size-3.5 text-faint" />
      </Link>
    ) : (
      <Link
        href={hrefOf(path, address, { [name]: field.on ?? "1" })}
        className={cx(CHIP, "border border-line-mid text-soft hover:bg-hover")}
      >
        {label}
        {field.count !== undefined && field.count > 0 && (
          <span className="text-faint tabular-nums">{field.count}</span>
        )}
      </Link>
    );
  if (!isSet(field))
    return (
      <div className="shrink-0">
        <ChipMenu label={label}>
          <Choices field={field} {...context} />
        </ChipMenu>
      </div>
    );
  return (
    <div className="flex min-w-30 max-w-72 items-center rounded-md bg-selected text-ink max-rail:shrink-0">
      <ChipMenu
        isOn
        label={
          <>
            <span className="font-normal text-soft">{label}</span>
            <bdi className="min-w-0 truncate text-ink">{wordOf(field)}</bdi>
          </>
        }
      >
        <Choices field={field} {...context} />
      </ChipMenu>
      <Link
        href={without}
        aria-label={t("lists.remove", { filter: `${label}: ${wordOf(field)}` })}
        className="-ml-1 inline-flex size-11 shrink-0 items-center justify-center rounded-md text-faint hover:text-ink rail:size-7.5"
      >
        <X aria-hidden className="size-3.5" />
      </Link>
    </div>
  );
}

function Choices({ field, path, address, suggest }: { field: FilterField } & Context) {
  const { name, label, value } = field;
  if (field.kind === "suggest") return suggest?.(field);
  const choices = choicesOf(field);
  const now = value === "" && field.kind === "choice" ? (field.fallback ?? "") : value;
  const options = choices.map((choice) => (
    <Option
      key={choice.value}
      href={hrefOf(path, address, { [name]: choice.value })}
      label={choice.label}
      isChosen={choice.value === now}
    />
  ));
  if (field.kind === "choice") return options;
  return (
    <>
      {options}
      <ChipForm action={path} label={label} others={othersOf(address, name)}>
        <input
          key={value}
          type={field.kind === "day" ? "date" : "text"}
          name={name}
          aria-label={label}
          defaultValue={value}
          maxLength={200}
          className="h-11 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2 text-base rail:h-7.5 rail:text-sm"
        />
      </ChipForm>
    </>
  );
}

function choicesOf(field: FilterField): readonly FilterChoice[] {
  if (field.kind === "choice") return field.options;
  return field.kind === "day" ? field.presets : [];
}

function Option({ href, label, isChosen = false }: { href: string; label: string; isChosen?: boolean }) {
  return (
    <Link
      href={href}
      aria-current={isChosen ? "true" : undefined}
      className="flex min-h-11 items-center justify-between gap-3 rounded-sm px-2 text-ink text-sm hover:bg-hover rail:min-h-8"
    >
      <bdi className="min-w-0 truncate">{label}</bdi>
      {isChosen && <Check aria-hidden className="size-3.5 shrink-0" />}
    </Link>
  );
}
