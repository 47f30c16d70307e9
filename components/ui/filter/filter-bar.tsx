import { Search, X } from "lucide-react";
import Link from "next/link";
import { t } from "@/messages/translate";
import { chipsOf, type FilterField, isSet } from "./filter-fields";
import { FilterForm } from "./filter-form";

interface FilterBarProps {
  /** The list's own address: filters live in its query. */
  action: string;
  label: string;
  /** What the search looks at stands in it while it is empty. */
  search?: { name: string; label: string; value: string };
  fields: readonly FilterField[];
}

const BOX =
  "min-h-10 min-w-0 rounded-md border border-line-strong bg-raised px-2 text-ink placeholder:text-faint sm:min-h-9";

/** Filters of a list: a GET form, so that what is seen can be sent to somebody as an address. */
export function FilterBar({ action, label, search, fields }: FilterBarProps) {
  const searched: FilterField[] = search ? [{ ...search, label: t("lists.search"), kind: "text" }] : [];
  const chips = chipsOf(action, [...searched, ...fields]);
  const primary = fields.filter(({ isSecondary }) => !isSecondary);
  const secondary = fields.filter(({ isSecondary }) => isSecondary);
  const wide = secondary.filter(isSet).length;
  return (
    <div className="grid gap-2">
      <FilterForm
        action={action}
        label={label}
        search={search && <SearchField {...search} />}
        primary={primary.map((field) => <Field key={field.name} field={field} />)}
        secondary={
          secondary.length === 0 ? null : secondary.map((field) => <Field key={field.name} field={field} />)
        }
        hidden={{ wide, narrow: wide + primary.filter(isSet).length }}
      />
      {chips.length > 0 && (
        <ul aria-label={t("lists.active")} className="flex flex-wrap items-center gap-2">
          {chips.map(({ name, text, href }) => (
            <li key={name} className="min-w-0">
              <Link
                href={href}
                aria-label={t("lists.remove", { filter: text })}
                className="inline-flex min-h-10 max-w-full items-center gap-1.5 rounded-full border border-line bg-sunken px-3 text-sm hover:border-line-strong sm:min-h-7 sm:px-2.5"
              >
                <bdi className="truncate">{text}</bdi>
                <X aria-hidden className="size-3.5 shrink-0 text-soft" />
              </Link>
            </li>
          ))}
          <li>
            <Link
              href={action}
              className="inline-flex min-h-10 items-center px-1 text-soft text-sm underline underline-offset-4 hover:text-ink sm:min-h-7"
            >
              {t("action.clear")}
            </Link>
          </li>
        </ul>
      )}
    </div>
  );
}

/* Every field is keyed by what the address says: it keeps what was typed when the address changes beside the form. */

function SearchField({ name, label, value }: NonNullable<FilterBarProps["search"]>) {
  return (
    <label className="relative min-w-40 flex-1 basis-48 sm:max-w-sm">
      <span className="sr-only">{label}</span>
      <Search aria-hidden className="absolute top-3 left-2.5 size-4 text-faint sm:top-2.5" />
      <input
        key={value}
        type="search"
        name={name}
        defaultValue={value}
        placeholder={label}
        maxLength={200}
        data-filter
        className={`${BOX} w-full pl-8`}
      />
    </label>
  );
}

function Field({ field }: { field: FilterField }) {
  const { name, label, value, kind } = field;
  if (kind === "tick")
    return (
      <label className="flex min-h-10 cursor-pointer items-center gap-2 pr-1 text-soft text-sm sm:min-h-9">
        <input
          key={value}
          type="checkbox"
          name={name}
          value="1"
          defaultChecked={value === "1"}
          className="size-4 accent-accent"
        />
        {label}
      </label>
    );
  return (
    <label
      htmlFor={`filter-${name}`}
      className="flex min-w-[calc(50%-0.25rem)] flex-1 flex-col gap-0.5 text-soft text-xs sm:min-w-0 sm:flex-none"
    >
      {label}
      <Control field={field} />
    </label>
  );
}

function Control({ field: { name, value, fallback = "", kind, options = [] } }: { field: FilterField }) {
  const shared = { id: `filter-${name}`, name, defaultValue: value === "" ? fallback : value };
  if (kind === "select")
    return (
      <select key={value} {...shared} className={`${BOX} w-full cursor-pointer text-base sm:max-w-48`}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  if (kind === "day")
    return <input key={value} type="date" {...shared} className={`${BOX} w-full text-base sm:w-36`} />;
  return (
    <input
      key={value}
      type="text"
      {...shared}
      maxLength={200}
      className={`${BOX} w-full text-base sm:w-40`}
    />
  );
}
