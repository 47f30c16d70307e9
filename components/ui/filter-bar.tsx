import { Search } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { t } from "@/messages/translate";
import { buttonClass } from "./button-class";

export interface FilterSelect {
  name: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
}

interface FilterBarProps {
  /** The list's own address: filters live in its query. */
  action: string;
  label: string;
  search?: { name: string; label: string; value: string; placeholder: string };
  selects?: readonly FilterSelect[];
  isFiltered: boolean;
}

const BOX =
  "min-h-9 min-w-0 rounded-md border border-line-strong bg-raised px-2 text-ink placeholder:text-faint";

/** Filters of a list: a GET form, so that what is seen can be sent to somebody as an address. */
export function FilterBar({ action, label, search, selects = [], isFiltered }: FilterBarProps) {
  return (
    <Form action={action} role="search" aria-label={label} className="flex flex-wrap items-end gap-2">
      {search && (
        <label className="relative min-w-48 flex-1 basis-64 sm:max-w-sm">
          <span className="sr-only">{search.label}</span>
          <Search aria-hidden className="absolute top-2.5 left-2.5 size-4 text-faint" />
          {/* Keyed by what the address says: a field keeps what was typed when the address changes beside the form. */}
          <input
            key={search.value}
            type="search"
            name={search.name}
            defaultValue={search.value}
            placeholder={search.placeholder}
            data-filter
            className={`${BOX} w-full pl-8`}
          />
        </label>
      )}
      {selects.map((select) => (
        <label key={select.name} className="flex flex-col gap-0.5 text-soft text-xs">
          {select.label}
          <select
            key={select.value}
            name={select.name}
            defaultValue={select.value}
            className={`${BOX} cursor-pointer text-base`}
          >
            {select.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </label>
      ))}
      <button type="submit" className={buttonClass("secondary")}>
        {t("action.filter")}
      </button>
      {isFiltered && (
        <Link href={action} className={buttonClass("quiet")}>
          {t("action.clear")}
        </Link>
      )}
    </Form>
  );
}
