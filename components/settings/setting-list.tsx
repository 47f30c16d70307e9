import type { SettingsView, SettingView } from "@/lib/people/settings/read-settings";
import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";

/** Every setting with its value and where it came from; secrets only as being there. */
export function SettingList({ settings, file }: Pick<SettingsView, "settings" | "file">) {
  return (
    <div className="grid gap-3">
      <p className="text-soft">
        {file === null ? (
          t("settings.sources.noFile")
        ) : (
          <>
            {t("settings.sources.file")}: <code className="break-all font-mono text-xs">{file}</code>
          </>
        )}
      </p>
      <ul className="divide-y divide-line border-line border-y">
        {settings.map((setting) => (
          <li
            key={setting.name}
            className="grid gap-x-6 gap-y-0.5 px-2 py-2 sm:grid-cols-[17rem_minmax(0,1fr)_7rem]"
          >
            <code className="break-all font-mono text-xs leading-5">{setting.name}</code>
            <span className="min-w-0 break-words">
              <Value value={setting.value} />
            </span>
            <span className={setting.origin === "default" ? "text-faint text-sm" : "text-soft text-sm"}>
              {t(`settings.origin.${setting.origin}`)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Value({ value }: { value: SettingView["value"] }) {
  if (value.kind === "text") return <bdi className="break-all">{value.text}</bdi>;
  if (value.kind === "seconds") return <span className="tabular-nums">{formatDuration(value.seconds)}</span>;
  return <span className="text-faint">{t(`settings.value.${value.kind}`)}</span>;
}
